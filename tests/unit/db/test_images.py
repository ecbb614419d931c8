"""Images are recorded once, whatever is repeated."""

from __future__ import annotations

from random import Random

import pytest
from sqlalchemy.exc import IntegrityError

from db.errors import ImageNotFoundError
from db.images import (
    images_of_job,
    read_image,
    record_image,
    require_image,
    reserve_watermark_id,
    shown_images,
)
from db.jobs import JobState, create_job
from db.tables import Job
from tests.support.jobs import LATER, NOW, a_job, an_image


@pytest.fixture
async def job_id(database):
    async with database.begin() as session:
        return (await create_job(session, a_job(num_images=2), now=NOW)).id


async def recorded(database, image, now=NOW):
    async with database.begin() as session:
        return await record_image(session, image, now=now)


async def test_image_keeps_what_was_drawn(database, job_id):
    new = an_image(job_id, seed=2**53 - 1, watermark_id=2**32 - 1, recipe={"Steps": "20"})
    image = await recorded(database, new)

    async with database.read() as session:
        stored = await require_image(session, image.id)
    assert (stored.seed, stored.watermark_id) == (2**53 - 1, 2**32 - 1)
    assert (stored.recipe, stored.scores) == ({"Steps": "20"}, {"test": 0.01})
    assert stored.created_at == NOW


async def test_same_index_again_returns_the_first_and_changes_nothing(database, job_id):
    first = await recorded(database, an_image(job_id, sha256="a" * 64))
    again = await recorded(database, an_image(job_id, sha256="b" * 64), now=LATER)

    assert (again.id, again.sha256, again.created_at) == (first.id, "a" * 64, NOW)


async def test_images_of_a_job_come_by_index(database, job_id):
    for index in (1, 0):
        await recorded(database, an_image(job_id, index=index))

    async with database.read() as session:
        assert [image.index for image in await images_of_job(session, job_id)] == [0, 1]
        assert await images_of_job(session, job_id + 1) == []


@pytest.mark.parametrize("state", JobState)
async def test_what_was_given_back_or_is_not_ready_was_shown_to_nobody(database, job_id, state):
    await recorded(database, an_image(job_id))

    async with database.read() as session:
        shown = await shown_images(session, Job(id=job_id, state=state))

    assert bool(shown) == (state in {"rendered", "delivered", "withheld"})


async def test_image_needs_its_job(database):
    with pytest.raises(IntegrityError):
        await recorded(database, an_image(404))


async def test_unknown_image_is_an_error_only_where_it_is_required(database):
    async with database.read() as session:
        assert await read_image(session, 404) is None
        with pytest.raises(ImageNotFoundError):
            await require_image(session, 404)


async def test_watermark_id_in_use_is_not_picked_again(database, job_id):
    taken = Random(7).getrandbits(32)
    await recorded(database, an_image(job_id, watermark_id=taken))

    async with database.read() as session:
        picked = await reserve_watermark_id(session, Random(7))
    assert picked != taken
    assert 0 <= picked < 2**32


async def test_two_images_never_carry_the_same_watermark_id(database, job_id):
    await recorded(database, an_image(job_id, watermark_id=5))

    with pytest.raises(IntegrityError):
        await recorded(database, an_image(job_id, index=1, watermark_id=5))
