"""Pictures that jobs start from are kept under names that a job's row can hold."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import pytest

from bot.files.fetching import Fetcher
from bot.files.upload_errors import StartImageGoneError, UploadUnseenError, UploadWithheldError
from bot.files.uploads import Uploads
from bot.ordering.changes import DrawOver
from bot.ordering.references import image_of, to_image, to_upload, upload_of
from bot.ordering.start_images import StartImages
from bot.ordering.upload_orders import Area, UploadOrder
from db.images import record_image
from engine.params import GenerationParams
from engine.protocol import Inspected, Verdict
from tests.support.jobs import an_image
from tests.support.policies import an_asking, an_upload_policy
from tests.support.scripted_engine import CLEAN, FLAGGED


@dataclass(frozen=True)
class Attachment:
    """A file as Discord describes it."""

    url: str = "https://cdn.example/a.png"
    size: int = 7
    width: int = 8
    height: int = 8


class Fetching(Fetcher):
    """Fetches the same for every address."""

    async def fetch(self, url):
        return b"brought"


class Inspecting:
    """Says of every upload what a test wants it to say."""

    verdict = CLEAN

    def next_verdict(self):
        return self.verdict

    async def inspect(self, file, **wants):
        return Inspected(inspect_id="a", width=8, height=8, verdict=self.next_verdict())


@pytest.fixture
def inspector():
    return Inspecting()


@pytest.fixture
def start_images(bench, inspector):
    return StartImages(
        fetcher=Fetching(),
        inspector=inspector,
        policy=an_upload_policy(bench),
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


@pytest.mark.parametrize("verdict", [FLAGGED, Verdict(is_clean=True, classifier="c")])
async def test_a_picture_that_is_not_clean_is_neither_kept_nor_used(
    start_images, inspector, bench, verdict
):
    inspector.verdict = verdict

    with pytest.raises(UploadWithheldError):
        await start_images.take(Attachment(), an_asking())

    assert not list((bench.folder / "uploads").rglob("*"))


async def test_a_mask_is_judged_like_the_picture_that_it_masks(start_images, inspector):
    judged = iter([CLEAN, FLAGGED])
    inspector.next_verdict = lambda: next(judged)
    order = UploadOrder(
        pictures=start_images,
        file=Attachment(),
        params=params(),
        change=DrawOver(strength=0.5),
        count=1,
        area=Area(mask=Attachment()),
    )

    with pytest.raises(UploadWithheldError):
        await order.finish(an_asking())


async def test_a_clean_picture_is_kept_under_its_digest(start_images):
    taken = await start_images.take(Attachment(), an_asking())

    assert taken.reference == to_upload(hashlib.sha256(b"brought").hexdigest())


async def test_a_picture_that_nobody_judged_is_not_used(start_images, inspector):
    inspector.verdict = None

    with pytest.raises(UploadUnseenError):
        await start_images.take(Attachment(), an_asking())


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
