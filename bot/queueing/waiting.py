"""Tells people whose jobs wait how long the queue before them is, and when the engine is away."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol

import structlog

from bot.queueing.outlook import Outlook, read_outlook
from db.errors import DatabaseError
from db.jobs import JobState, require_job
from db.lane_marks import mark_lanes

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.delivering.message import Draft, MessageWriter
    from bot.delivering.progress import Editors
    from bot.queueing.drain import DrainSign
    from bot.queueing.pace import Pace
    from db.connection import Database
    from db.tables import Job
    from engine.border.engine_state import EngineState

log = structlog.stdlib.get_logger(__name__)

MARK_INTERVAL: Final = dt.timedelta(seconds=10)
MAX_AT_ONCE: Final = 20  # messages refreshed in one round; the others are too far behind to move


class HasState(Protocol):
    """Whatever knows how the engine is."""

    @property
    def state(self) -> EngineState:
        """How it is now."""
        ...


class WaitingRoom:
    """The waiting jobs that this process has promised to keep informed, the oldest first."""

    def __init__(
        self,
        *,
        database: Database,
        engine: HasState,
        editors: Editors,
        writer: MessageWriter,
        clock: Clock,
        owner: str,
        interval: float,
        pace: Pace,
        drain: DrainSign,
    ) -> None:
        self._database = database
        self._engine = engine
        self._editors = editors
        self._writer = writer
        self._clock = clock
        self._owner = owner
        self._interval = interval
        self._pace = pace
        self._drain = drain
        self._marked_at: dt.datetime | None = None
        self._jobs: dict[int, Job] = {}

    def __len__(self) -> int:
        return len(self._jobs)

    def add(self, job: Job, outlook: Outlook) -> None:
        """Take a job in that was just committed, and say at once where it stands."""
        self._jobs[job.id] = job
        self._editors.of(job).offer(self._draft(job, outlook))

    def remove(self, job_id: int) -> None:
        """Let a job go that waits no more."""
        self._jobs.pop(job_id, None)

    async def refresh(self) -> None:
        """Keep the first messages of the queue up to date; never returns."""
        while True:
            await self._clock.sleep(self._interval)
            try:
                await self._mark()
                for job in list(islice(self._jobs.values(), MAX_AT_ONCE)):
                    await self._refresh(job)
            except DatabaseError as error:
                log.warning("positions_unknown", error_code=error.code)

    async def _mark(self) -> None:
        """Set the marks of long lanes anew where that is due, so that places are found quickly."""
        now = self._clock.now()
        if self._marked_at is None or now - self._marked_at >= MARK_INTERVAL:
            self._marked_at = now
            async with self._database.begin() as session:
                await mark_lanes(session, now=now, interval=MARK_INTERVAL)

    async def _refresh(self, job: Job) -> None:
        async with self._database.read() as session:
            outlook = await read_outlook(session, job, self._pace)
            now = await require_job(session, job.id)
        if job.id not in self._jobs or now.lease_owner == self._owner:
            return  # the dispatcher has it, or is about to
        if outlook is not None:
            self._editors.of(job).offer(self._draft(job, outlook))
        elif now.state != JobState.QUEUED:  # another bot has it, or it has ended
            self.remove(job.id)
            self._editors.drop(job)

    def _draft(self, job: Job, outlook: Outlook) -> Draft:
        if self._drain.is_on:
            return self._writer.drained(job)
        state = self._engine.state
        if state.name == "ready":
            return self._writer.queued(job, outlook)
        return self._writer.engine_away(job, state.phase, state.fraction)
