"""Pictures are traced to the image that they are, and only to it."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from bot.finding.verifying import Verifier
from db.images import record_image
from db.jobs import create_job
from db.provenance import record_hashes
from engine.bench.provenance_pictures import procedural
from engine.params import GenerationParams
from engine.postprocess.png import encode_png
from engine.postprocess.pool import Picture, finish_picture
from engine.postprocess.signature import Signer
from engine.protocol import Frame, Inspect
from engine.provenance.evidence import Strength
from engine.provenance.identify import identify
from tests.support.jobs import NOW, a_job, an_image

KEY = Signer(bytes(range(32)))
ID = 0xDEA41E8F


class Here:
    async def identify(self, file, sizes=()):
        command = Inspect(inspect_id="a", file=Frame(file), wants_identity=True, sizes=tuple(sizes))
        return identify(command, KEY)


def finished(number, watermark_id, signer=KEY):
    picture = Picture(
        request_id="1:0",
        pixels=procedural(number, (512, 512)),
        params=GenerationParams(prompt="a red apple", width=512, height=512),
        recipe={},
        output_scale=1,
        watermark_id=watermark_id,
        is_clean=True,
        signer=signer,
    )
    return finish_picture(picture)


async def keep(database, encoded, watermark_id):
    async with database.begin() as session:
        job = await create_job(session, a_job(), now=NOW)
        new = an_image(job.id, watermark_id=watermark_id, sha256=encoded.sha256)
        image = await record_image(session, new, now=NOW)
        await record_hashes(session, image.id, encoded.hashes)
        return image.id


def as_jpeg(png, box=None):
    stream = io.BytesIO()
    Image.open(io.BytesIO(png)).crop(box).save(stream, "JPEG", quality=75)
    return stream.getvalue()


def packed_anew(png):
    """The same chunks, with pixels that were compressed by other means."""
    start = png.index(b"IDAT") - 4
    length = int.from_bytes(png[start : start + 4], "big")
    body = b"IDAT" + zlib.compress(zlib.decompress(png[start + 8 : start + 8 + length]), 9)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return png[:start] + chunk + png[start + 12 + length :]


@pytest.fixture
async def delivered(database):
    """An image with a sibling, both recorded."""
    await keep(database, finished(8, 0x12345678), 0x12345678)
    encoded = finished(0, ID)
    return await keep(database, encoded, ID), encoded.png


async def test_the_delivered_file_is_itself(database, delivered):
    image_id, png = delivered

    finding = await Verifier(database, Here()).verify(png)

    assert (finding.strength, finding.is_signed, finding.is_same_file) == (
        Strength.PROOF,
        True,
        True,
    )
    assert finding.image.id == image_id


@pytest.mark.parametrize("box", [None, (20, 30, 470, 480)], ids=["whole", "cut"])
async def test_a_reencoded_picture_is_named_by_watermark_and_looks_without_proof(
    database, delivered, box
):
    image_id, png = delivered

    finding = await Verifier(database, Here()).verify(as_jpeg(png, box))

    assert (finding.strength, finding.is_signed) == (Strength.STRONG, False)
    assert finding.image.id == image_id


async def test_the_same_looks_without_the_mark_are_a_hint_alone(database, delivered):
    image_id, _ = delivered

    finding = await Verifier(database, Here()).verify(encode_png(procedural(0, (512, 512)), {}))

    assert (finding.strength, finding.image.id) == (Strength.HINT, image_id)


async def test_a_signed_picture_that_is_not_recorded_is_proven_still(database):
    finding = await Verifier(database, Here()).verify(finished(1, None).png)

    assert (finding.strength, finding.image) == (Strength.PROOF, None)


async def test_a_signed_picture_whose_record_is_gone_is_not_named_after_its_lookalike(
    database, delivered
):
    erased = finished(0, ID ^ 0xFFFF0000)

    finding = await Verifier(database, Here()).verify(erased.png)

    assert (finding.strength, finding.image, finding.own_evidence) == (Strength.PROOF, None, None)
    assert [one.strength for one in finding.evidence] == [Strength.HINT]


async def test_a_signed_picture_whose_file_was_packed_anew_is_named_by_its_own_mark(
    database, delivered
):
    image_id, png = delivered

    finding = await Verifier(database, Here()).verify(packed_anew(png))

    assert (finding.strength, finding.is_signed, finding.is_same_file) == (
        Strength.PROOF,
        True,
        False,
    )
    assert finding.image.id == image_id


async def test_nothing_is_known_of_another_picture(database, delivered):
    finding = await Verifier(database, Here()).verify(encode_png(procedural(9, (512, 512)), {}))

    assert (finding.strength, finding.image) == (Strength.NONE, None)
