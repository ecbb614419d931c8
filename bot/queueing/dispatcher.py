"""Takes jobs from the queue and sees each through to its end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.backoff import delays
from bot.errors import UnexpectedError
from db.errors import DatabaseError
from db.images import images_of_job
from db.jobs import JobState, mark_rendered, requeue_job, require_job

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.delivering.delivery import Delivery
    from bot.delivering.message import MessageWriter
    from bot.delivering.progress import Editors
    from bot.monitoring.metrics import CountsJobs
    from bot.queueing.drawing import Drawing
    from bot.queueing.hand import Hand
    from bot.queueing.outcome import Outcome
    from bot.queueing.queue import JobQueue
    from bot.queueing.waiting import WaitingRoom
    from db.connection import Database
    from db.tables import Image, Job

log = structlog.stdlib.get_logger(__name__)


class ImageBudget:
    """How many images may be inside the engine at once; a job waits until all of its fit."""

    def __init__(self, max_images: int) -> None:
        self._free = max_images
        self._max = max_images
        self._changed = asyncio.Condition()

    async def take(self, num_images: int) -> None:
        """Wait for room, and take it; a job larger than the whole budget takes all of it."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._free >= min(num_images, self._max))
            self._free -= num_images

    async def give_back(self, num_images: int) -> None:
        """Make room again."""
        async with self._changed:
            self._free += num_images
            self._changed.notify_all()


class Dispatcher:
    """Runs as many jobs at once as keep the engine full."""

    def __init__(
        self,
        *,
        queue: JobQueue,
        database: Database,
        drawing: Drawing,
        delivery: Delivery,
        editors: Editors,
        waiting: WaitingRoom,
        hand: Hand,
        writer: MessageWriter,
        clock: Clock,
        owner: str,
        max_images: int,
        max_attempts: int,
        metrics: CountsJobs,
    ) -> None:
        self._metrics = metrics
        self._queue = queue
        self._database = database
        self._drawing = drawing
        self._delivery = delivery
        self._editors = editors
        self._waiting = waiting
        self._hand = hand
        self._writer = writer
        self._clock = clock
        self._owner = owner
        self._max_attempts = max_attempts
        self._budget = ImageBudget(max_images)

    async def run(self) -> None:
        """Start every job that there is room for; never returns."""
        while True:
            job = await self._queue.get()
            await self._budget.take(job.num_images)
            if self._hand.holds(job):
                self._hand.work(job, self._serve(job), name=f"job-{job.id}")
            else:
                await self._budget.give_back(job.num_images)

    async def tell_pause(self) -> None:
        """Say in the messages of jobs that are not drawn yet that they go on later.

        A rendered job is left alone: its message may show the pictures already.
        """
        jobs = [job for job in self._hand.jobs if job.state == JobState.RUNNING]
        drafts = [(self._editors.of(job), self._writer.paused(job)) for job in jobs]
        ends = [editor.finish(draft) for editor, draft in drafts]
        await asyncio.gather(*ends, return_exceptions=True)

    def drop(self, job: Job) -> None:
        """Stop whatever is on its way for a job that another bot has: drawing, edits, delivery."""
        log.warning("lease_lost", job_id=job.id)
        self._hand.lose(job)
        self._editors.drop(job)

    async def _serve(self, job: Job) -> None:
        """See one job through; whatever raises, its row moves on or its lease runs out."""
        self._waiting.remove(job.id)
        with structlog.contextvars.bound_contextvars(job_id=job.id):
            self._note_start(job)
            try:
                rendered = await self._draw(job)
            except DatabaseError as error:
                log.warning("job_interrupted", error_code=error.code)
                rendered = None
                await self._end_attempt(job, error.code, {})
            except Exception:
                log.exception("job_broke")
                rendered = None
                await self._end_attempt(job, "unexpected", {"reference": f"job {job.id}"})
            finally:
                await self._budget.give_back(job.num_images)
            if rendered:
                self._hand.take(rendered)
                await self.deliver(rendered)

    def _note_start(self, job: Job) -> None:
        log.info("job_running", attempt=job.attempts, num_images=job.num_images)
        self._metrics.count_job(JobState.RUNNING)
        if job.attempts == 1 and job.started_at:
            self._metrics.observe_wait((job.started_at - job.created_at).total_seconds())

    async def deliver(self, job: Job) -> None:
        """Show a rendered job's pictures; a bug there ends the job as failed."""
        try:
            await self._delivery.deliver(job)
        except Exception:
            log.exception("delivery_broke")
            error = UnexpectedError(reference=f"job {job.id}")
            await self._delivery.fail(job, error.code, error.facts)

    async def _draw(self, job: Job) -> Job | None:
        outcome = await self._drawing.draw(job)
        if outcome.code:
            await self._end_badly(job, outcome)
            return None
        return await self._mark_rendered(job)

    async def _mark_rendered(self, job: Job) -> Job | None:
        async with self._database.begin() as session:
            model_hash = _model_hash(await images_of_job(session, job.id))
            is_mine = await mark_rendered(
                session,
                job.id,
                owner=self._owner,
                model_hash=model_hash,
                now=self._clock.now(),
                work=self._drawing.whole_work(job),
            )
            if not is_mine:
                log.warning("lease_lost")
                self._editors.drop(job)
                return None
            rendered = await require_job(session, job.id)
        log.info("job_rendered")
        self._metrics.count_job(JobState.RENDERED)
        return rendered

    async def _end_badly(self, job: Job, outcome: Outcome) -> None:
        if outcome.can_repeat:
            await self._end_attempt(job, outcome.code, outcome.facts)
        else:
            self._hand.leave(job)
            await self._delivery.fail(job, outcome.code, outcome.facts)

    async def _end_attempt(self, job: Job, code: str, facts: dict[str, str | int | float]) -> None:
        """Queue the job again, or fail it once its attempts are used up.

        running -> queued or failed
        """
        self._hand.leave(job)
        if job.attempts >= self._max_attempts:
            await self._delivery.fail(job, code, facts)
            return
        log.warning("job_again", error_code=code, attempt=job.attempts)
        if await self._requeue(job):
            self._metrics.count_job(JobState.QUEUED)
            self._editors.of(job).offer(self._writer.again(job))
            self._queue.wake()
        else:
            self.drop(job)

    async def _requeue(self, job: Job) -> bool:
        delay = delays()
        while True:
            try:
                async with self._database.begin() as session:
                    return await requeue_job(
                        session, job.id, owner=self._owner, now=self._clock.now()
                    )
            except DatabaseError as error:
                log.warning("requeue_waits", error_code=error.code)
                await self._clock.sleep(next(delay))


def _model_hash(images: list[Image]) -> str:
    """Say which model drew a job's images; they have one in common."""
    return str(images[0].recipe.get("model_hash", "")) if images else ""
