"""Pictures that jobs start from are kept under names that a job's row can hold."""

from __future__ import annotations

import hashlib

import pytest

from bot.fetching import Fetcher
from bot.references import image_of, to_image, to_upload, upload_of
from bot.start_images import StartImages
from bot.upload_errors import StartImageGoneError
from bot.uploads import Uploads
from db.images import record_image
from engine.params import GenerationParams
from tests.support.jobs import an_image
from tests.support.scripted_engine import ScriptedEngine


@pytest.fixture
def start_images(bench):
    return StartImages(
        fetcher=Fetcher(),
        inspector=ScriptedEngine(),
        uploads=Uploads(bench.folder / "uploads"),
        storage=bench.storage,
        database=bench.database,
    )


def params(**pictures):
    return GenerationParams(prompt="x", **pictures)


async def test_an_upload_is_put_back_before_it_is_drawn(start_images):
    reference = await start_images.keep(b"a picture")

    filled = await start_images.fill(params(init_image=reference, mask_image=reference))

    assert reference == to_upload(hashlib.sha256(b"a picture").hexdigest())
    assert (filled.init_image, filled.mask_image) == (b"a picture", b"a picture")


async def test_a_picture_drawn_here_is_read_from_where_it_lies(start_images, bench):
    job = await bench.jobs.rendered()
    file = await bench.storage.store(job.id, 0, b"drawn")
    async with bench.database.begin() as session:
        new = an_image(job.id, index=0, file=file)
        image = await record_image(session, new, now=bench.clock.now())

    filled = await start_images.fill(params(init_image=to_image(image.id)))

    assert filled.init_image == b"drawn"


@pytest.mark.parametrize(
    "reference", [to_upload("0" * 64), to_image(99), b"upload:../../etc/passwd", b"", b"image:0"]
)
async def test_what_is_not_kept_is_said_to_be_gone(start_images, reference):
    with pytest.raises(StartImageGoneError):
        await start_images.fill(params(init_image=reference))


async def test_parameters_without_pictures_stay_as_they_are(start_images):
    plain = params()

    assert await start_images.fill(plain) is plain


def test_references_name_one_kind_of_picture_each():
    assert image_of(to_image(12)) == 12
    assert upload_of(to_image(12)) is None
    assert image_of(to_upload("a" * 64)) is None
