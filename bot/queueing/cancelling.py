"""Cancels jobs for those who may: waiting ones at once, running ones at the engine's next tick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.delivering.delivery import give_back
from bot.errors import JobUnknownError
from bot.queueing.queue_errors import CancelForbiddenError, CancelTooLateError
from db.job_cancels import forget_wishes, has_wishes, wish_cancel, wished_cancels
from db.jobs import JobState, cancel_job, read_job, require_job
from db.wakeup import notify

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.delivering.delivery import Delivery
    from bot.monitoring.metrics import CountsJobs
    from bot.queueing.hand import Hand
    from bot.queueing.waiting import WaitingRoom
    from bot.tasks import Tasks
    from db.connection import Database
    from db.tables import Job

log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True)
class Canceller:
    """Who asks for a cancel.

    Attributes:
        user_id: The person.
        guild_id: Where they ask; None outside of guilds.
        is_moderator: Whether they may manage messages there.
    """

    user_id: int
    guild_id: int | None
    is_moderator: bool = False


class KnowsWork(Protocol):
    """Whoever knows how far jobs are that are being drawn."""

    def work_done(self, job_id: int) -> int:
        """Return how much of a job is done, in thousandths of a credit."""
        ...


class Cancelling:
    """Ends jobs that are no longer wanted.

    Only the bot that draws a job knows how many steps are done, so a job in another bot's hand is
    cancelled by that bot: the wish is committed, and the holder, or whoever takes the job up after
    it, fulfils it.

    Args:
        database: Where the jobs are.
        hand: What this process works on; a cancelled job leaves it, which stops its drawing.
        waiting: Whom this process keeps informed.
        drawing: Knows the steps done.
        delivery: Shows the end of a job in its message.
        clock: The time.
        owner: This process among lease owners.
        tasks: Where telling the end goes on in the background.
        metrics: Who is told when a job moves.
    """

    def __init__(
        self,
        *,
        database: Database,
        hand: Hand,
        waiting: WaitingRoom,
        drawing: KnowsWork,
        delivery: Delivery,
        clock: Clock,
        owner: str,
        tasks: Tasks,
        metrics: CountsJobs,
    ) -> None:
        self._database = database
        self._hand = hand
        self._waiting = waiting
        self._drawing = drawing
        self._delivery = delivery
        self._clock = clock
        self._owner = owner
        self._tasks = tasks
        self._metrics = metrics

    async def cancel(self, job_id: int, by: Canceller) -> None:
        """Cancel a job, or see to it that the bot that draws it does.

        queued | running -> cancelled

        Raises:
            bot.errors.RefusedError: It is not theirs to cancel, or has ended.
        """
        async with self._database.begin() as session:
            job = await read_job(session, job_id)
            if job is None or not _is_known_to(job, by):
                raise JobUnknownError
            _check_may_cancel(job, by)
            is_held_elsewhere = job.state == JobState.RUNNING and job.lease_owner != self._owner
            if is_held_elsewhere:
                await wish_cancel(session, job_id, now=self._clock.now())
                await notify(session)
        if not is_held_elsewhere and not await self._end(job):
            raise CancelTooLateError

    async def fulfil_wishes(self) -> None:
        """Cancel what was wished to be cancelled and is ours or waits; called every few seconds."""
        async with self._database.read() as session:
            if not await has_wishes(session):
                return
            wished = await wished_cancels(session, owner=self._owner)
        for job in wished:
            await self._end(job)
        async with self._database.begin() as session:
            await forget_wishes(session)

    async def _end(self, job: Job) -> bool:
        """Cancel a job that waits or that this process draws; commit, stop it, then tell."""
        work = self._drawing.work_done(job.id)
        async with self._database.begin() as session:
            if not await cancel_job(session, job.id, now=self._clock.now(), work=work):
                return False
            ended = await require_job(session, job.id)
            if not ended.attempts:  # nothing of it was begun
                await give_back(session, ended, ended.num_images)
        self._hand.stop(job.id)
        self._waiting.remove(job.id)
        log.info("job_ended", job_id=job.id, state="cancelled", work=work)
        self._metrics.count_job(JobState.CANCELLED)
        self._tasks.spawn(self._delivery.tell(job.id), name=f"end-{job.id}")
        return True


def _is_known_to(job: Job, by: Canceller) -> bool:
    """Return whether a job exists for somebody: it is their own, or everybody's in their guild."""
    if job.guild_id != by.guild_id:
        return False
    return job.user_id == by.user_id or (job.guild_id is not None and not job.is_private)


def _check_may_cancel(job: Job, by: Canceller) -> None:
    if by.user_id != job.user_id and not by.is_moderator:
        raise CancelForbiddenError
    if job.state not in {JobState.QUEUED, JobState.RUNNING}:
        raise CancelTooLateError
