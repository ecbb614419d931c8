"""What moderators take down goes from its message, whenever they do it."""

from __future__ import annotations

import pytest

from bot.delivering.copies import Copies
from bot.moderation.aftermath import Aftermath
from db.aftermath import wish_rewrites
from db.images import delete_images, images_of_job, record_image
from db.jobs import JobState
from db.takedowns import remove_images
from tests.support.clock import NOON
from tests.support.jobs import an_image
from tests.unit.bot.conftest import NO_CLIENT


@pytest.fixture
def aftermath(bench):
    copies = Copies(NO_CLIENT, database=bench.database, clock=bench.clock)
    return Aftermath(
        NO_CLIENT,
        database=bench.database,
        delivery=bench.delivery,
        copies=copies,
        clock=bench.clock,
    )


@pytest.fixture
async def job(bench):
    """A rendered job with two pictures."""
    job = await bench.jobs.rendered(num_images=2)
    for index in range(2):
        file = await bench.storage.store(job.id, index, b"png")
        async with bench.database.begin() as session:
            await record_image(session, an_image(job.id, index=index, file=file), now=NOON)
    return job


async def take_down(bench, job, index):
    async with bench.database.begin() as session:
        image = (await images_of_job(session, job.id))[index]
        jobs = await remove_images(session, [image], guild_id=1, actor_id=2, now=NOON)
        await wish_rewrites(session, [one.id for one in jobs], now=NOON)


async def test_a_takedown_during_the_last_edit_is_carried_to_the_message(
    bench, aftermath, job, monkeypatch
):
    show_end = bench.messenger.show_end

    async def show_after_a_takedown(*edit):
        await take_down(bench, job, 0)
        monkeypatch.undo()
        await show_end(*edit)

    monkeypatch.setattr(bench.messenger, "show_end", show_after_a_takedown)
    await bench.delivery.deliver(job)
    await aftermath.work()

    assert (await bench.jobs.read(job)).state == JobState.DELIVERED
    (_, late), (_, right) = bench.messenger.ends
    assert len(late.pictures) == 2
    assert [shown.name for shown in right.pictures] == [f"atelier-{job.id}-2.png"]


async def test_a_takedown_brings_no_pictures_into_the_message_of_a_failed_job(
    bench, aftermath, job
):
    await bench.delivery.fail(job, "not_finite", {})
    await take_down(bench, job, 0)

    await aftermath.work()

    ((_, draft),) = bench.messenger.ends
    assert draft.pictures == ()


async def test_the_trace_of_deleted_pictures_is_not_written_over(bench, aftermath, job):
    assert await bench.delivery.hand_out(job)
    async with bench.database.begin() as session:
        await delete_images(session, job.id, now=NOON)

    await aftermath.work()

    assert bench.messenger.ends == []
