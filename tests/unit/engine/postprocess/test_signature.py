"""A signature holds for exactly the texts and pixels that it was made for."""

from __future__ import annotations

import stat
import struct
import zlib

import numpy as np
import pytest

from engine.bench.provenance_pictures import procedural
from engine.params import GenerationParams
from engine.postprocess.parameters import text_chunks
from engine.postprocess.png import encode_png
from engine.postprocess.pool import Picture, finish_picture
from engine.postprocess.signature import (
    SIGNATURE_KEYWORD,
    Signature,
    Signer,
    check_signature,
    make_key,
    read_signer,
)
from engine.uploads.inspection import open_upload

KEY = bytes(range(32))
PIXELS = procedural(0, (256, 256))


def finished(prompt="a red apple"):
    params = GenerationParams(prompt=prompt, width=256, height=256, seed=1, sampler="Euler")
    picture = Picture(
        request_id="1:0",
        pixels=PIXELS,
        params=params,
        recipe={"model": "demo", "params": "{}"},
        output_scale=1,
        watermark_id=0xDEA41E8F,
        is_clean=True,
        signer=Signer(KEY),
    )
    return finish_picture(picture).png


def checked(png, key=KEY):
    upload = open_upload(png)
    return check_signature(key and Signer(key), png, np.asarray(upload.image), upload.text)


@pytest.mark.parametrize(
    "prompt", ["a red apple", "苹果, ein Apfel\nüber\0 zwei \ud800 Zeilen", ""]
)
def test_a_finished_picture_is_signed_validly(prompt):
    assert checked(finished(prompt)) is Signature.VALID


@pytest.mark.parametrize(
    ("key", "signature"),
    [(bytes(32), Signature.FOREIGN), (None, Signature.FOREIGN)],
    ids=["another key", "no key"],
)
def test_who_has_not_the_key_learns_nothing(key, signature):
    assert checked(finished(), key) is signature


def test_changed_text_breaks_the_signature():
    text = {**open_upload(finished()).text, "parameters": "a green apple"}

    assert checked(encode_png(np.asarray(open_upload(finished()).image), text)) is Signature.BROKEN


def test_another_picture_does_not_take_the_signature_over():
    assert checked(encode_png(PIXELS, open_upload(finished()).text)) is Signature.BROKEN


def chunk(kind, body=b""):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def with_chunk(png, kind, body, *, before):
    place = png.index(before) - 4
    return png[:place] + chunk(kind, body) + png[place:]


def animated(png):
    """The same still for Pillow; browsers show the frame that was appended."""
    frame = struct.pack(">IIIIIHHBB", 0, 256, 256, 0, 0, 1, 1, 0, 0)
    pixels = struct.pack(">I", 1) + zlib.compress(bytes(256 * (1 + 3 * 256)))
    png = with_chunk(png, b"acTL", struct.pack(">II", 1, 0), before=b"IDAT")
    png = with_chunk(png, b"fcTL", frame, before=b"IEND")
    return with_chunk(png, b"fdAT", pixels, before=b"IEND")


def first_said_otherwise(png):
    """Pillow takes the last text of a keyword; others take the first."""
    return with_chunk(png, b"tEXt", b"parameters\0a green apple", before=b"tEXt")


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(animated, id="frames of an animation"),
        pytest.param(
            lambda png: with_chunk(png, b"gAMA", struct.pack(">I", 5000), before=b"IDAT"),
            id="another brightness",
        ),
        pytest.param(
            lambda png: with_chunk(png, b"tIME", bytes(7), before=b"IEND"), id="after the pixels"
        ),
        pytest.param(
            lambda png: with_chunk(png, b"iTXt", b"a\0\0\0de\0\0", before=b"IDAT"),
            id="a text that is not in ours",
        ),
        pytest.param(first_said_otherwise, id="a text said twice"),
        pytest.param(lambda png: png + b"more", id="more behind the end"),
        pytest.param(lambda png: png + chunk(b"IEND"), id="two ends"),
    ],
)
def test_what_may_show_another_picture_breaks_the_signature(changed):
    assert checked(changed(finished())) is Signature.BROKEN


def test_a_picture_without_a_signature_says_nothing():
    params = GenerationParams(prompt="a red apple")

    assert checked(encode_png(PIXELS, text_chunks(params, {}))) is Signature.ABSENT
    assert SIGNATURE_KEYWORD not in text_chunks(params, {})


def test_the_key_is_made_once_and_for_its_owner_alone(tmp_path):
    path = tmp_path / "data" / "instance.key"

    make_key(path)
    first = path.read_text()
    make_key(path)

    assert path.read_text() == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_signer(path)


@pytest.mark.parametrize("content", ["", "00", "no key", "zz" * 32])
def test_an_unusable_key_signs_nothing(tmp_path, content):
    path = tmp_path / "instance.key"
    path.write_text(content)

    assert read_signer(path) is None


def test_no_key_signs_nothing(tmp_path):
    assert read_signer(tmp_path / "missing") is None


def test_a_folder_that_takes_no_key_stops_nobody(tmp_path):
    (tmp_path / "file").write_text("")

    make_key(tmp_path / "file" / "instance.key")
