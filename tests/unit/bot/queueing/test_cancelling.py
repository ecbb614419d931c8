"""Who may cancel what, and what is stopped by it."""

from __future__ import annotations

import asyncio

import pytest

from bot.errors import JobUnknownError
from bot.queueing.cancelling import Canceller, Cancelling
from bot.queueing.queue_errors import CancelForbiddenError, CancelTooLateError
from db.jobs import JobState
from tests.support.clock import settle
from tests.support.patience import until
from tests.unit.bot.conftest import OWNER

ASKER = Canceller(user_id=3, guild_id=1)
MODERATOR = Canceller(user_id=4, guild_id=1, is_moderator=True)
STRANGER = Canceller(user_id=5, guild_id=1)
ELSEWHERE = "another-host:1:00000000"


class Nobody:
    def remove(self, job_id):
        pass

    def work_done(self, job_id):
        return 0


@pytest.fixture
def cancelling(bench):
    return Cancelling(
        database=bench.database,
        hand=bench.hand,
        waiting=Nobody(),
        drawing=Nobody(),
        delivery=bench.delivery,
        clock=bench.clock,
        owner=OWNER,
        tasks=bench.tasks,
        metrics=bench.metrics,
    )


@pytest.mark.parametrize("by", [ASKER, MODERATOR])
async def test_a_waiting_job_ends_at_once_and_is_told(bench, cancelling, by):
    job = await bench.jobs.queued()

    await cancelling.cancel(job.id, by)
    await until(lambda: bench.messenger.ends)

    assert (await bench.jobs.read(job)).state == JobState.CANCELLED
    assert await bench.jobs.used_images(job) == 0
    ((_, draft),) = bench.messenger.ends
    assert "Cancelled." in draft.content
    assert draft.buttons is None


async def test_work_on_a_running_job_stops(bench, cancelling):
    job = await bench.jobs.running()
    bench.hand.work(job, asyncio.Event().wait(), name="job")

    await cancelling.cancel(job.id, ASKER)
    await settle()

    assert bench.hand.jobs == ()
    assert await bench.jobs.used_images(job) == 1
    assert (await bench.jobs.read(job)).state == JobState.CANCELLED


async def test_a_job_claimed_a_moment_ago_is_stopped_whichever_attempt_is_in_hand(
    bench, cancelling
):
    await bench.jobs.queued()
    job = await bench.jobs.claim()
    bench.hand.take(job)

    await cancelling.cancel(job.id, ASKER)

    assert not bench.hand.holds(job)


@pytest.mark.parametrize(
    ("by", "error"),
    [
        pytest.param(STRANGER, CancelForbiddenError, id="somebody else"),
        pytest.param(Canceller(user_id=3, guild_id=2), JobUnknownError, id="another guild"),
    ],
)
async def test_others_may_not(bench, cancelling, by, error):
    job = await bench.jobs.queued()

    with pytest.raises(error):
        await cancelling.cancel(job.id, by)

    assert (await bench.jobs.read(job)).state == JobState.QUEUED


async def test_what_is_drawn_already_is_shown(bench, cancelling):
    job = await bench.jobs.rendered()

    with pytest.raises(CancelTooLateError):
        await cancelling.cancel(job.id, ASKER)

    assert (await bench.jobs.read(job)).state == JobState.RENDERED


async def test_a_job_in_another_bot_s_hand_waits_for_that_bot(bench, cancelling):
    job = await bench.jobs.running(owner=ELSEWHERE)

    await cancelling.cancel(job.id, ASKER)
    await cancelling.cancel(job.id, ASKER)
    await cancelling.fulfil_wishes()

    assert (await bench.jobs.read(job)).state == JobState.RUNNING


async def test_a_wish_comes_true_with_whoever_has_the_job_next(bench, cancelling):
    job = await bench.jobs.running(owner=ELSEWHERE)
    await cancelling.cancel(job.id, ASKER)
    cancelling._owner = ELSEWHERE

    await cancelling.fulfil_wishes()
    await until(lambda: bench.messenger.ends)
    await cancelling.fulfil_wishes()

    assert (await bench.jobs.read(job)).state == JobState.CANCELLED
    assert len(bench.messenger.ends) == 1
