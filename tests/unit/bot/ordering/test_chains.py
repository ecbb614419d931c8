"""What has aged out behind a picture is found, the first of it first, or refused."""

from __future__ import annotations

import msgspec
import pytest

from bot.files.upload_errors import StartChainLongError, StartImageGoneError
from bot.files.uploads import Uploads
from bot.ordering.chains import MAX_LINKS, Chains
from bot.ordering.references import to_image, to_upload
from db.images import delete_images, put_back_file, read_image, record_image
from engine.params import GenerationParams
from tests.support.jobs import an_image


class Gallery:
    """Pictures that start from each other."""

    def __init__(self, bench):
        self._bench = bench
        self.uploads = Uploads(bench.folder / "uploads")
        self._chains = Chains(bench.storage, self.uploads)

    async def draw(self, *, start=None, mask=None, is_kept=False, **changes):
        """A picture whose file has aged out, unless it is kept; returns its row."""
        params = GenerationParams(prompt="x", init_image=start, mask_image=mask)
        job = await self._bench.jobs.rendered(params=params)
        file = await self._bench.storage.store(job.id, 0, b"png") if is_kept else None
        fields = {"params": msgspec.to_builtins(params), "file": file, **changes}
        async with self._bench.database.begin() as session:
            new = an_image(job.id, **fields)
            return await record_image(session, new, now=self._bench.clock.now())

    async def missing(self, start, mask=None):
        params = GenerationParams(prompt="y", init_image=start, mask_image=mask)
        async with self._bench.database.read() as session:
            return list(await self._chains.missing(session, params))


@pytest.fixture
def gallery(bench):
    return Gallery(bench)


async def chain(gallery, length):
    image = await gallery.draw()
    ids = [image.id]
    for _ in range(length - 1):
        image = await gallery.draw(start=to_image(image.id))
        ids.append(image.id)
    return ids


async def test_nothing_is_missing_of_what_is_kept_or_starts_from_nothing(gallery):
    kept = await gallery.draw(is_kept=True)

    assert await gallery.missing(None) == []
    assert await gallery.missing(to_image(kept.id)) == []


async def test_what_is_drawn_again_stands_after_what_it_starts_from(gallery):
    ids = await chain(gallery, 3)

    assert await gallery.missing(to_image(ids[-1])) == ids


async def test_a_chain_ends_at_the_first_picture_that_is_kept(gallery):
    first = await gallery.draw()
    second = await gallery.draw(start=to_image(first.id), is_kept=True)
    third = await gallery.draw(start=to_image(second.id))

    assert await gallery.missing(to_image(third.id)) == [third.id]


async def test_a_picture_that_two_start_from_is_drawn_once(gallery):
    first = await gallery.draw()
    second = await gallery.draw(start=to_image(first.id))

    assert await gallery.missing(to_image(second.id), to_image(first.id)) == [first.id, second.id]


async def test_an_upload_must_still_be_kept(gallery):
    kept = to_upload(await gallery.uploads.store(b"png"))
    from_kept = await gallery.draw(start=kept)
    from_gone = await gallery.draw(start=to_upload("a" * 64))

    assert await gallery.missing(to_image(from_kept.id)) == [from_kept.id]
    with pytest.raises(StartImageGoneError):
        await gallery.missing(to_image(from_gone.id))


@pytest.mark.parametrize("what", ["deleted", "withheld", "unknown"])
async def test_what_nobody_may_see_is_not_drawn_again(gallery, bench, what):
    image = await gallery.draw(is_clean=what != "withheld")
    if what == "deleted":
        async with bench.database.begin() as session:
            await delete_images(session, image.job_id, now=bench.clock.now())
    image_id = image.id + (what == "unknown")

    with pytest.raises(StartImageGoneError):
        await gallery.missing(to_image(image_id))


async def test_a_chain_has_an_end(gallery):
    ids = await chain(gallery, MAX_LINKS + 1)

    assert await gallery.missing(to_image(ids[-2])) == ids[:-1]
    with pytest.raises(StartChainLongError):
        await gallery.missing(to_image(ids[-1]))


async def test_a_file_is_put_back_unless_its_picture_was_taken_back(gallery, bench):
    kept, deleted = await gallery.draw(), await gallery.draw()
    async with bench.database.begin() as session:
        await delete_images(session, deleted.job_id, now=bench.clock.now())
        assert await put_back_file(session, kept.id, "a.png")
        assert not await put_back_file(session, deleted.id, "b.png")
        assert (await read_image(session, deleted.id)).file is None
