"""What is found of a file, within the time there is."""

from __future__ import annotations

import io

import cv2
import pytest
from PIL import Image

from engine.bench.provenance_pictures import procedural
from engine.postprocess import watermark
from engine.postprocess.phash import picture_hashes
from engine.postprocess.png import encode_png
from engine.postprocess.signature import SIGNATURE_KEYWORD, Signature, Signer
from engine.protocol import Frame, Inspect
from engine.provenance.evidence import Record, Strength, weigh
from engine.provenance.identify import MAX_SECONDS, identify
from engine.provenance.search import STAGES

ID = 0xDEA41E8F
SIZE = (512, 512)
KEY = Signer(bytes(range(32)))


def asked(data):
    return Inspect(inspect_id="a", file=Frame(data), wants_identity=True, sizes=(SIZE,))


def late():
    """Return a clock on which the time is up after the first look."""
    times = iter([0.0])
    return lambda: next(times, MAX_SECONDS)


def jpeg_of(pixels):
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=90)
    return stream.getvalue()


@pytest.mark.parametrize("is_marked", [True, False], ids=["marked", "unmarked"])
def test_of_forty_megapixels_late_what_was_found_is_told(is_marked):
    picture = procedural(0, SIZE)
    pixels = watermark.embed(picture, ID) if is_marked else picture
    record = Record(
        image_id=7,
        watermark_id=ID,
        hashes=tuple(int(one, 16) for one in picture_hashes(picture).values()),
    )
    huge = cv2.resize(pixels, (6320, 6320), interpolation=cv2.INTER_CUBIC)

    found = identify(asked(jpeg_of(huge)), None, late())

    assert found.left_out == (() if is_marked else STAGES[1:])
    (evidence,) = weigh(found.readings, found.hashes, [record])
    assert evidence.strength is (Strength.STRONG if is_marked else Strength.HINT)


def test_what_is_signed_is_not_searched_further():
    pixels, text = procedural(0, SIZE), {"parameters": "a red apple"}
    data = encode_png(pixels, text | {SIGNATURE_KEYWORD: KEY.sign(pixels, text)})

    found = identify(asked(data), KEY)

    assert found.signature == Signature.VALID
    assert all(reading.is_whole for reading in found.readings)
    assert found.left_out == ()
