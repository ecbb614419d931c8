"""Takes up what a bot that died has left: unfinished jobs, undelivered pictures, untold ends."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Final

import structlog

from bot.delivering.delivery import MAX_AT_ONCE, give_back
from bot.polling import poll
from bot.queueing.leases import is_gone
from db.errors import DatabaseError
from db.jobs import (
    JobState,
    claim_rendered,
    end_leases,
    lease_owners,
    release_leases,
    renew_leases,
    requeue_expired,
    require_job,
    untold_jobs,
)
from db.wakeup import notify

if TYPE_CHECKING:
    import datetime as dt

    from bot.clock import Clock
    from bot.delivering.delivery import Delivery
    from bot.monitoring.metrics import CountsJobs
    from bot.queueing.acknowledging import Acknowledging
    from bot.queueing.dispatcher import Dispatcher
    from bot.queueing.hand import Hand
    from bot.queueing.queue import JobQueue
    from bot.tasks import Tasks
    from db.connection import Database
    from db.tables import Job

log = structlog.stdlib.get_logger(__name__)

MAX_TOLD: Final = 100  # ends told in one round
ROUNDS_PER_LEASE: Final = 3


class Reconciler:
    """Brings the database and the world together, at the start and ever after.

    Several bots may do this at once: every step is one conditional statement, so each job is
    taken up by one of them.
    """

    def __init__(
        self,
        *,
        database: Database,
        queue: JobQueue,
        dispatcher: Dispatcher,
        delivery: Delivery,
        acknowledging: Acknowledging,
        hand: Hand,
        clock: Clock,
        owner: str,
        lease: dt.timedelta,
        max_attempts: int,
        tasks: Tasks,
        metrics: CountsJobs,
    ) -> None:
        self._metrics = metrics
        self._database = database
        self._queue = queue
        self._dispatcher = dispatcher
        self._delivery = delivery
        self._acknowledging = acknowledging
        self._hand = hand
        self._clock = clock
        self._owner = owner
        self._lease = lease
        self._max_attempts = max_attempts
        self._tasks = tasks
        self._telling: set[int] = set()
        self._resumed: set[int] = set()
        self._resuming = asyncio.Lock()

    async def run(self) -> None:
        """Renew this bot's leases and take up what others left; never returns."""
        await poll(self.turn, wait=self._rest, delayed="reconcile_waits")

    async def _rest(self) -> None:
        await self._clock.sleep(self._lease.total_seconds() / ROUNDS_PER_LEASE)

    async def turn(self) -> None:
        """Do everything once."""
        await self._renew()
        await self._requeue()
        await self._resume_deliveries()
        await self._tell_ends()
        await self._acknowledging.sweep()

    async def tell_pause(self) -> None:
        """Say at shutdown in the messages of jobs that are certainly ours that they go on later."""
        await self._renew()
        await self._dispatcher.tell_pause()

    async def release(self) -> None:
        """Hand back at shutdown what this bot holds.

        running -> queued; rendered jobs are free to be delivered by the next bot
        """
        async with self._database.begin() as session:
            job_ids = await release_leases(session, owner=self._owner, now=self._clock.now())
            await notify(session)
        log.info("leases_released", job_ids=job_ids)

    async def _renew(self) -> None:
        """Prolong what is in hand, and stop working on what another bot has by now."""
        held = self._hand.jobs
        async with self._database.begin() as session:
            renewed = await renew_leases(
                session,
                owner=self._owner,
                job_ids=[job.id for job in held],
                now=self._clock.now(),
                lease=self._lease,
            )
        for job in held:
            if job.id not in renewed and self._hand.holds(job):
                self._dispatcher.drop(job)

    async def _requeue(self) -> None:
        now = self._clock.now()
        async with self._database.begin() as session:
            for owner in await lease_owners(session):
                if is_gone(owner, me=self._owner):
                    log.info("leases_ended", owner=owner)
                    await end_leases(session, owner=owner, now=now)
            result = await requeue_expired(session, now=now, max_attempts=self._max_attempts)
            if result.requeued:
                await notify(session)
            for job_id in result.failed:
                job = await require_job(session, job_id)
                await give_back(session, job, job.num_images)
        for _ in result.failed:
            self._metrics.count_job(JobState.FAILED)
        for _ in result.requeued:
            self._metrics.count_job(JobState.QUEUED)
        if result.requeued:
            log.info("jobs_requeued", job_ids=result.requeued)
            self._queue.wake()

    async def _resume_deliveries(self) -> None:
        """Take up what nobody delivers, no more at once than are delivered at once."""
        async with self._resuming:
            while self._num_resumed < MAX_AT_ONCE and (job := await self._claim_rendered()):
                log.info("delivery_resumed", job_id=job.id)
                self._resumed.add(job.id)
                self._hand.work(job, self._resume(job), name=f"delivery-{job.id}")

    @property
    def _num_resumed(self) -> int:
        self._resumed.intersection_update(job.id for job in self._hand.jobs)
        return len(self._resumed)

    async def _claim_rendered(self) -> Job | None:
        async with self._database.begin() as session:
            return await claim_rendered(
                session, owner=self._owner, now=self._clock.now(), lease=self._lease
            )

    async def _resume(self, job: Job) -> None:
        """Deliver a job, then the next one that waits for it."""
        await self._dispatcher.deliver(job)
        self._hand.leave(job)
        with contextlib.suppress(DatabaseError):  # the next turn looks again
            await self._resume_deliveries()

    async def _tell_ends(self) -> None:
        async with self._database.read() as session:
            untold = await untold_jobs(session, limit=MAX_TOLD)
        for job in untold:
            if job.id not in self._telling:
                self._telling.add(job.id)
                self._tasks.spawn(self._tell(job.id), name=f"end-{job.id}")

    async def _tell(self, job_id: int) -> None:
        try:
            await self._delivery.tell(job_id)
        finally:
            self._telling.discard(job_id)
