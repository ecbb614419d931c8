"""What a bot that died has left is taken up by the next one, once."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from bot.delivering.delivery import MAX_AT_ONCE
from bot.queueing.leases import is_gone, new_owner
from bot.queueing.reconcile import Reconciler
from db.images import record_image
from db.jobs import JobState, fail_job
from tests.support.clock import settle
from tests.support.jobs import an_image
from tests.support.patience import until
from tests.unit.bot.conftest import LEASE

ME = new_owner()
HOST, PID, _ = ME.split(":")
NAME, BOOT, NAMESPACE = HOST.rsplit("-", 2)
OTHER_BOOT = f"{NAME}-{'0' * len(BOOT)}-{NAMESPACE}"
OTHER_NAMESPACE = f"{NAME}-{BOOT}-{int(NAMESPACE) + 1}"
DEAD = f"{HOST}:{PID}:00000000"  # this very process id, in another life
ALIVE_ELSEWHERE = "another-host:1:00000000"


class Woken:
    def __init__(self):
        self.times = 0

    def wake(self):
        self.times += 1


class Deliverer:
    def __init__(self, delivery, hand):
        self._delivery = delivery
        self._hand = hand

    async def deliver(self, job):
        await self._delivery.deliver(job)

    def drop(self, job):
        self._hand.lose(job)

    async def tell_pause(self):
        self.paused = [job.id for job in self._hand.jobs]


@pytest.fixture
def deliverer(bench):
    return Deliverer(bench.delivery, bench.hand)


@pytest.fixture
def reconciler(bench, deliverer):
    return Reconciler(
        acknowledging=bench.acknowledging,
        database=bench.database,
        queue=Woken(),
        dispatcher=deliverer,
        delivery=bench.delivery,
        hand=bench.hand,
        clock=bench.clock,
        owner=ME,
        lease=LEASE,
        max_attempts=3,
        tasks=bench.tasks,
        metrics=bench.metrics,
    )


async def test_jobs_of_a_dead_process_of_this_host_are_queued_at_once(bench, reconciler):
    job = await bench.jobs.running(owner=DEAD)

    await reconciler.turn()

    assert (await bench.jobs.read(job)).state == JobState.QUEUED


async def test_jobs_of_another_host_are_left_until_their_lease_is_over(bench, reconciler):
    job = await bench.jobs.running(owner=ALIVE_ELSEWHERE)

    await reconciler.turn()
    assert (await bench.jobs.read(job)).state == JobState.RUNNING

    await bench.clock.advance(LEASE.total_seconds() + 1)
    await reconciler.turn()
    assert (await bench.jobs.read(job)).state == JobState.QUEUED


async def test_own_leases_are_renewed_before_anything_is_taken_back(bench, reconciler):
    job = await bench.jobs.running(owner=ME)
    bench.hand.take(job)
    await bench.clock.advance(10 * LEASE.total_seconds())

    await reconciler.turn()

    now = await bench.jobs.read(job)
    assert now.state == JobState.RUNNING
    assert now.lease_expires_at == bench.clock.now() + LEASE


async def test_work_on_a_job_that_another_bot_has_taken_ends(bench, reconciler):
    kept = await bench.jobs.running(owner=ME)
    lost = await bench.jobs.running(owner=ALIVE_ELSEWHERE)
    for job in (kept, lost):
        bench.hand.work(job, asyncio.Event().wait(), name=f"job-{job.id}")

    await reconciler.turn()
    await settle()

    assert bench.hand.jobs == (kept,)
    assert len(bench.tasks) == 1


async def test_a_job_that_only_its_row_says_we_hold_is_queued_when_its_lease_is_over(
    bench, reconciler
):
    job = await bench.jobs.running(owner=ME)  # claimed by a commit whose answer was lost
    await bench.clock.advance(LEASE.total_seconds() / 2)
    await reconciler.turn()
    assert (await bench.jobs.read(job)).state == JobState.RUNNING

    await bench.clock.advance(LEASE.total_seconds())
    await reconciler.turn()

    assert (await bench.jobs.read(job)).state == JobState.QUEUED


async def test_rendered_pictures_of_a_dead_bot_are_delivered_and_not_drawn_again(bench, reconciler):
    job = await bench.jobs.rendered(owner=DEAD)
    file = await bench.storage.store(job.id, 0, b"png")
    async with bench.database.begin() as session:
        await record_image(session, an_image(job.id, file=file), now=bench.clock.now())

    await reconciler.turn()
    await until(lambda: bench.messenger.ends)
    await until(lambda: not len(bench.tasks))

    ((_, draft),) = bench.messenger.ends
    assert draft.pictures[0].data == b"png"
    assert (await bench.jobs.read(job)).state == JobState.DELIVERED


async def test_many_rendered_jobs_are_taken_up_a_few_at_once_until_none_is_left(bench, reconciler):
    jobs = [await bench.jobs.rendered(owner=DEAD) for _ in range(MAX_AT_ONCE + 3)]
    bench.messenger.gate.clear()

    await reconciler.turn()
    await reconciler.turn()
    assert [job.id for job in bench.hand.jobs] == [job.id for job in jobs[:MAX_AT_ONCE]]

    bench.messenger.gate.set()
    await until(lambda: len(bench.messenger.ends) == len(jobs))
    await until(lambda: not len(bench.hand))


async def test_ends_that_nobody_was_told_are_told(bench, reconciler):
    job = await bench.jobs.running(owner=DEAD)
    async with bench.database.begin() as session:
        await fail_job(session, job.id, code="not_finite", facts={}, now=bench.clock.now())

    await reconciler.turn()
    await until(lambda: not len(bench.tasks))

    ((_, draft),) = bench.messenger.ends
    assert "broken picture" in draft.content
    assert (await bench.jobs.read(job)).told_at is not None


async def test_a_job_that_killed_bot_after_bot_ends_and_is_given_back(bench, reconciler):
    job = await bench.jobs.queued(num_images=2)
    for _ in range(3):
        await bench.jobs.claim(owner=DEAD)
        await reconciler.turn()
    await until(lambda: not len(bench.tasks))

    now = await bench.jobs.read(job)
    assert (now.state, now.error_code) == (JobState.FAILED, "attempts_exhausted")
    assert await bench.jobs.used_images(job) == 0
    ((_, draft),) = bench.messenger.ends
    assert "begun several times" in draft.content


async def test_release_hands_back_what_runs_without_counting_the_attempt(bench, reconciler):
    running = await bench.jobs.running(owner=ME)
    foreign = await bench.jobs.running(owner=ALIVE_ELSEWHERE)

    await reconciler.release()

    now = await bench.jobs.read(running)
    assert (now.state, now.attempts) == (JobState.QUEUED, 0)
    assert (await bench.jobs.read(foreign)).state == JobState.RUNNING


async def test_a_pause_is_told_only_where_the_lease_is_still_ours(bench, reconciler, deliverer):
    kept = await bench.jobs.running(owner=ME)
    lost = await bench.jobs.running(owner=ALIVE_ELSEWHERE)
    bench.hand.take(kept)
    bench.hand.take(lost)

    await reconciler.tell_pause()

    assert deliverer.paused == [kept.id]


@pytest.mark.parametrize(
    ("owner", "gone"),
    [
        pytest.param(ME, False, id="this very process"),
        pytest.param(DEAD, True, id="an earlier process with this id"),
        pytest.param(f"{HOST}:1:00000000", False, id="a process that runs"),
        pytest.param(f"{HOST}:4194305:00000000", True, id="an id beyond the kernel's largest"),
        pytest.param(ALIVE_ELSEWHERE, False, id="another host"),
        pytest.param(f"{OTHER_BOOT}:4194305:0", False, id="another machine of this name"),
        pytest.param(f"{OTHER_NAMESPACE}:4194305:0", False, id="another container of this name"),
        pytest.param(f"{NAME}:4194305:0", False, id="an owner of an older version"),
        pytest.param("nonsense", False, id="no owner of ours"),
    ],
)
def test_only_certain_deaths_count(owner, gone):
    assert is_gone(owner, me=ME) is gone


def test_owners_fit_their_column(monkeypatch):
    monkeypatch.setattr("socket.gethostname", lambda: "h" * 64)

    assert len(new_owner()) - len(PID) + len("4194304") <= 128
    assert dt.timedelta(seconds=60) == LEASE
