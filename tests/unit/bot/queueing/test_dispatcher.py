"""Each claimed job is drawn, shown and ended once; what fails is repeated a bounded time."""

from __future__ import annotations

import asyncio
import random
from contextlib import asynccontextmanager

import msgspec
import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.errors import PictureUnstoredError
from bot.files.fetching import Fetcher
from bot.files.uploads import Uploads
from bot.ordering.start_images import StartImages
from bot.queueing.dispatcher import Dispatcher, ImageBudget
from bot.queueing.drawing import Drawing
from bot.queueing.pace import Pace
from bot.queueing.queue import POLL_SECONDS, JobQueue
from bot.queueing.waiting import WaitingRoom
from db.accounts import Allowance
from db.errors import DatabaseUnavailableError
from db.images import images_of_job, record_image
from db.jobs import JobState, Terms, admit_job, requeue_expired
from db.tables import ModerationFlag
from engine.cost import cost_of
from engine.params import GenerationParams
from tests.support.clock import settle
from tests.support.jobs import a_job, an_image
from tests.support.patience import until
from tests.support.policies import a_screening, an_upload_policy
from tests.support.scripted_engine import ScriptedEngine
from tests.unit.bot.conftest import LEASE, OWNER

ATTEMPTS = 3


def queue_of(bench, engine):
    return JobQueue(
        bench.database,
        engine,
        hand=bench.hand,
        owner=OWNER,
        clock=bench.clock,
        lease=LEASE,
        drain=bench.drain,
    )


@pytest.fixture
def run_bot(bench):
    """Start the parts that draw and deliver, around an engine."""

    def run(engine, *, max_images=64, storage=None):
        queue = queue_of(bench, engine)
        drawing = Drawing(
            engine=engine,
            database=bench.database,
            storage=storage or bench.storage,
            screening=a_screening(bench),
            start_images=StartImages(
                fetcher=Fetcher(),
                inspector=engine,
                policy=an_upload_policy(bench),
                uploads=Uploads(bench.folder / "uploads"),
                storage=bench.storage,
                database=bench.database,
            ),
            editors=bench.editors,
            writer=bench.writer,
            clock=bench.clock,
            rng=random.Random(7),
            preview_steps=5,
            pace=Pace(),
        )
        waiting = WaitingRoom(
            database=bench.database,
            engine=engine,
            editors=bench.editors,
            writer=bench.writer,
            clock=bench.clock,
            owner=OWNER,
            interval=2.0,
            pace=Pace(),
            drain=bench.drain,
        )
        dispatcher = Dispatcher(
            queue=queue,
            database=bench.database,
            drawing=drawing,
            delivery=bench.delivery,
            editors=bench.editors,
            waiting=waiting,
            hand=bench.hand,
            writer=bench.writer,
            clock=bench.clock,
            owner=OWNER,
            max_images=max_images,
            max_attempts=ATTEMPTS,
            metrics=bench.metrics,
        )
        bench.tasks.spawn(queue.fill(), name="queue")
        bench.tasks.spawn(dispatcher.run(), name="dispatcher")
        return dispatcher

    return run


async def paid_job(bench, params, *, cost):
    """A job of two images for which credits are held."""
    new = a_job(message_id=55, params=msgspec.to_builtins(params), num_images=2, cost=cost)
    terms = Terms(allowance=Allowance(capacity=10**6, per_day=0))
    async with bench.database.begin() as session:
        return (await admit_job(session, new, terms, now=bench.clock.now())).job


async def ended(bench, job):
    """The job once it has ended and its person knows."""

    async def read():
        now = await bench.jobs.read(job)
        return now if now.told_at else None

    return await until(read)


async def images_of(bench, job):
    async with bench.database.read() as session:
        return await images_of_job(session, job.id)


async def test_a_job_is_drawn_recorded_shown_and_delivered(bench, run_bot):
    job = await bench.jobs.queued(num_images=3, params=GenerationParams(prompt="x", seed=7))
    engine = ScriptedEngine()

    run_bot(engine)
    done = await ended(bench, job)

    assert done.state == JobState.DELIVERED
    assert done.model_hash == engine.model.model_hash
    assert [image.seed for image in await images_of(bench, job)] == [7, 8, 9]
    ((_, draft),) = bench.messenger.ends
    assert [picture.data for picture in draft.pictures] == [b"png 7", b"png 8", b"png 9"]


async def test_a_job_that_was_ordered_before_the_model_was_known_pays_what_it_takes(bench, run_bot):
    params = GenerationParams(prompt="x", seed=7)
    engine = ScriptedEngine()
    engine.model = msgspec.structs.replace(engine.model, native_width=128, native_height=128)
    takes = cost_of(params, 2, engine.model)
    job = await paid_job(bench, params, cost=cost_of(params, 2, None))

    run_bot(engine)
    done = await ended(bench, job)

    assert done.price > done.paid == takes
    ((_, draft),) = bench.messenger.ends
    assert f"{takes / 1000:g} credits" in draft.content


async def test_every_image_gets_a_watermark_id_of_its_own(bench, run_bot):
    job = await bench.jobs.queued(num_images=4)
    engine = ScriptedEngine()

    run_bot(engine)
    await ended(bench, job)

    given = {request_id: watermark for request_id, _, watermark in engine.submitted}
    kept = {f"{job.id}:{one.index}": one.watermark_id for one in await images_of(bench, job)}
    assert given == kept
    assert len(set(given.values())) == 4


async def test_a_flagged_image_is_recorded_with_its_flag_and_no_file(bench, run_bot):
    job = await bench.jobs.queued(num_images=2)

    run_bot(ScriptedEngine({1: ["flag"]}))
    await ended(bench, job)

    first, second = await images_of(bench, job)
    assert first.file
    assert (second.file, second.is_clean, second.category) == (None, False, "test")
    async with bench.database.read() as session:
        (flag,) = await session.scalars(select(ModerationFlag))
    assert (flag.image_id, flag.category, flag.score, flag.action) == (
        second.id,
        "test",
        0.9,
        "withhold",
    )


async def test_a_stopped_image_costs_nothing_and_the_others_go_on(bench, run_bot):
    job = await bench.jobs.queued(num_images=2)
    engine = ScriptedEngine({1: ["stop"]})

    run_bot(engine)
    done = await ended(bench, job)

    assert (done.state, done.attempts) == (JobState.DELIVERED, 1)
    first, second = await images_of(bench, job)
    assert first.file
    assert (second.file, second.is_clean, second.action) == (None, False, "withhold")
    async with bench.database.read() as session:
        (flag,) = await session.scalars(select(ModerationFlag))
        assert flag.image_id == second.id


async def test_a_failed_image_is_tried_again_without_drawing_its_siblings_again(bench, run_bot):
    job = await bench.jobs.queued(num_images=2)
    engine = ScriptedEngine({1: ["fail", "vanish", "finish"]})

    run_bot(engine)
    done = await ended(bench, job)

    assert (done.state, done.attempts) == (JobState.DELIVERED, 3)
    assert [request_id for request_id, _, _ in engine.submitted] == [
        f"{job.id}:0",
        f"{job.id}:1",
        f"{job.id}:1",
        f"{job.id}:1",
    ]


async def test_a_job_that_goes_on_failing_ends_with_its_reason_and_reference(bench, run_bot):
    job = await bench.jobs.queued()

    run_bot(ScriptedEngine({0: ["fail"] * 10}))
    done = await ended(bench, job)

    code = "safety_unavailable"
    assert (done.state, done.attempts, done.error_code) == (JobState.FAILED, ATTEMPTS, code)
    ((_, draft),) = bench.messenger.ends
    assert "could not be screened" in draft.content
    assert f"job {job.id}" in draft.content


async def test_a_rejected_job_is_not_tried_again(bench, run_bot):
    job = await bench.jobs.queued(num_images=2)

    run_bot(ScriptedEngine({0: ["reject"], 1: ["fail"]}))
    done = await ended(bench, job)

    assert (done.state, done.attempts, done.error_code) == (JobState.FAILED, 1, "image_too_large")


@pytest.mark.parametrize("code", ["not_finite", "out_of_memory"])
async def test_what_the_parameters_decide_is_not_tried_again(bench, run_bot, code):
    job = await bench.jobs.queued()

    run_bot(ScriptedEngine({0: [code]}))
    done = await ended(bench, job)

    assert (done.state, done.attempts, done.error_code) == (JobState.FAILED, 1, code)


async def test_a_bug_while_drawing_ends_its_own_job_and_no_other(bench, run_bot):
    class BrokenStorage:
        async def store(self, job_id, index, data):
            if job_id == broken.id:
                raise ValueError("a bug")
            return await bench.storage.store(job_id, index, data)

    broken = await bench.jobs.queued()
    sound = await bench.jobs.queued()

    with capture_logs() as logged:
        run_bot(ScriptedEngine(), storage=BrokenStorage())
        first, second = await ended(bench, broken), await ended(bench, sound)

    assert [one["event"] for one in logged].count("job_broke") == ATTEMPTS
    assert (first.state, first.error_code) == (JobState.FAILED, "unexpected")
    assert second.state == JobState.DELIVERED


async def test_a_job_whose_pictures_the_disk_does_not_take_ends_with_that_reason(bench, run_bot):
    class FullStorage:
        async def store(self, job_id, index, data):
            raise PictureUnstoredError(reason="No space left on device")

    job = await bench.jobs.queued(num_images=2)

    run_bot(ScriptedEngine(), storage=FullStorage())
    done = await ended(bench, job)

    assert (done.state, done.error_code) == (JobState.FAILED, "picture_unstored")
    assert await bench.jobs.used_images(job) == 0
    ((_, draft),) = bench.messenger.ends
    assert "could not be kept" in draft.content


async def test_a_picture_whose_row_names_another_file_is_removed(bench, run_bot):
    job = await bench.jobs.queued()

    class LateStorage:
        """Stores after another bot has stored and recorded the same image."""

        async def store(self, job_id, index, data):
            theirs = an_image(job_id, file=await bench.storage.store(job_id, index, b"theirs"))
            async with bench.database.begin() as session:
                await record_image(session, theirs, now=bench.clock.now())
            return await bench.storage.store(job_id, index, data)

        async def delete(self, file):
            await bench.storage.delete(file)

    run_bot(ScriptedEngine(), storage=LateStorage())
    await ended(bench, job)

    ((_, draft),) = bench.messenger.ends
    assert draft.pictures[0].data == b"theirs"
    assert [path.read_bytes() for path in bench.folder.rglob("*.png")] == [b"theirs"]


async def test_a_job_whose_lease_was_lost_is_left_to_its_new_owner(bench, run_bot):
    job = await bench.jobs.queued()
    gate = asyncio.Event()

    class SlowStorage:
        async def store(self, job_id, index, data):
            gate.set()
            async with bench.database.begin() as session:
                late = bench.clock.now() + 2 * LEASE
                await requeue_expired(session, now=late, max_attempts=ATTEMPTS)
            return await bench.storage.store(job_id, index, data)

    run_bot(ScriptedEngine(), storage=SlowStorage())
    await asyncio.wait_for(gate.wait(), 10)
    await until(lambda: not len(bench.editors))

    assert bench.messenger.ends == []
    assert (await bench.jobs.read(job)).state == JobState.QUEUED


async def test_a_job_that_was_lost_is_drawn_and_shown_no_further(bench, run_bot):
    job = await bench.jobs.queued(num_images=2)
    engine = ScriptedEngine({0: ["hang"], 1: ["hang"]})
    dispatcher = run_bot(engine)
    await until(lambda: len(engine.submitted) == 2)
    await settle()

    dispatcher.drop(job=bench.hand.jobs[0])
    shown = list(bench.messenger.progress)
    await bench.clock.advance(10)

    assert sorted(engine.cancelled) == [f"{job.id}:0", f"{job.id}:1"]
    assert bench.messenger.progress == shown
    assert len(bench.editors) == len(bench.hand) == 0


async def test_a_pause_is_told_to_who_waits_and_never_over_pictures(bench, run_bot):
    running, rendered = await bench.jobs.running(), await bench.jobs.rendered()
    dispatcher = run_bot(ScriptedEngine())
    bench.hand.take(running)
    bench.hand.take(rendered)

    await dispatcher.tell_pause()

    ((job_id, draft),) = bench.messenger.ends
    assert job_id == running.id
    assert "restarting" in draft.content


async def test_a_failed_attempt_at_a_job_that_was_lost_leaves_nothing_behind(
    bench, run_bot, monkeypatch
):
    await bench.jobs.queued()

    async def lost(*args, **kwargs):
        return False

    monkeypatch.setattr("bot.queueing.dispatcher.requeue_job", lost)
    run_bot(ScriptedEngine({0: ["fail"]}))
    await until(lambda: bench.messenger.forgotten)

    assert len(bench.editors) == len(bench.hand) == 0


async def test_a_job_that_was_lost_while_it_waited_for_room_is_not_drawn(bench, run_bot):
    first, lost, last = [await bench.jobs.queued() for _ in range(3)]
    engine = ScriptedEngine({0: ["hang"]})
    dispatcher = run_bot(engine, max_images=1)
    await until(lambda: engine.submitted and len(bench.hand) == 3)

    held = {job.id: job for job in bench.hand.jobs}
    dispatcher.drop(held[lost.id])
    dispatcher.drop(held[first.id])
    await ended(bench, last)

    assert [request_id for request_id, _, _ in engine.submitted] == [
        f"{first.id}:0",
        f"{last.id}:0",
    ]


async def test_a_job_that_dies_before_its_row_moves_is_left_to_its_lease(
    bench, run_bot, monkeypatch
):
    job = await bench.jobs.queued()

    async def die(*args, **kwargs):
        raise RuntimeError("a bug")

    monkeypatch.setattr("bot.queueing.dispatcher.requeue_job", die)
    run_bot(ScriptedEngine({0: ["fail"]}))
    await until(lambda: bench.messenger.progress)
    await until(lambda: not len(bench.hand))

    assert (await bench.jobs.read(job)).state == JobState.RUNNING


async def test_a_claim_whose_commit_was_not_confirmed_is_in_nobodys_hand(bench, monkeypatch):
    job = await bench.jobs.queued()
    begin = bench.database.begin

    @asynccontextmanager
    async def commit_and_lose_the_answer():
        async with begin() as session:
            yield session
        raise DatabaseUnavailableError("", place="", remedy="")

    monkeypatch.setattr(bench.database, "begin", commit_and_lose_the_answer)
    queue = queue_of(bench, ScriptedEngine())
    bench.tasks.spawn(queue.fill(), name="queue")

    async def is_claimed():
        return (await bench.jobs.read(job)).state == JobState.RUNNING

    await until(is_claimed)
    await settle()

    assert queue.empty()
    assert len(bench.hand) == 0


async def test_progress_of_all_images_is_one_percentage_with_their_previews(bench, run_bot):
    job = await bench.jobs.queued(num_images=2)

    run_bot(ScriptedEngine())
    await ended(bench, job)

    shown = [draft for _, draft in bench.messenger.progress if "%" in draft.content]
    assert shown
    assert all(picture.data == b"preview" for draft in shown for picture in draft.pictures)


async def test_budget_lets_in_what_fits_and_a_job_larger_than_all_of_it_alone(bench):
    budget = ImageBudget(4)
    await budget.take(3)
    waiting = bench.tasks.spawn(budget.take(9), name="large")
    await settle()
    assert not waiting.done()

    await budget.give_back(3)
    await settle()
    assert waiting.done()


async def test_the_queue_claims_nothing_while_the_engine_is_away(bench):
    class Away:
        async def wait_ready(self):
            await asyncio.Event().wait()

    job = await bench.jobs.queued()
    queue = queue_of(bench, Away())
    bench.tasks.spawn(queue.fill(), name="queue")
    await settle()

    assert queue.empty()
    assert (await bench.jobs.read(job)).attempts == 0


async def test_the_queue_is_woken_by_a_commit_long_before_it_looks_again(bench):
    queue = queue_of(bench, ScriptedEngine())
    bench.tasks.spawn(queue.fill(), name="queue")
    await settle()

    job = await bench.jobs.queued()
    queue.wake()
    claimed = await asyncio.wait_for(queue.get(), POLL_SECONDS / 2)

    assert claimed.id == job.id
    assert claimed.state == JobState.RUNNING


async def test_the_queue_holds_few_jobs_so_that_others_may_overtake(bench):
    jobs = [await bench.jobs.queued() for _ in range(5)]
    queue = queue_of(bench, ScriptedEngine())
    bench.tasks.spawn(queue.fill(), name="queue")
    await until(queue.full)

    waiting = [job for job in jobs if (await bench.jobs.read(job)).state == JobState.QUEUED]
    assert len(waiting) >= 3
