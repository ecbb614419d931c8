"""The claimed jobs that wait in this process for room in the engine."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Protocol

import structlog

from db.drains import is_draining
from db.errors import DatabaseError
from db.jobs import claim_job
from db.news import News
from db.tables import Job

if TYPE_CHECKING:
    import datetime as dt

    from bot.clock import Clock
    from bot.queueing.drain import DrainSign
    from bot.queueing.hand import Hand
    from db.connection import Database

log = structlog.stdlib.get_logger(__name__)

POLL_SECONDS: Final = 5.0  # other processes' commits are found by looking


class Readiness(Protocol):
    """Whatever must be ready before it is worth claiming anything."""

    async def wait_ready(self) -> object:
        """Return once jobs can be drawn.

        Raises:
            engine.errors.EngineStartError: That will not happen by itself.
        """
        ...


class JobQueue(asyncio.Queue[Job]):
    """A bounded queue, filled by claims and woken by commits; the database is the record.

    It holds few jobs on purpose: what is claimed can no longer be overtaken by a job that the
    database's order would have put before it.
    """

    def __init__(
        self,
        database: Database,
        engine: Readiness,
        *,
        hand: Hand,
        owner: str,
        clock: Clock,
        lease: dt.timedelta,
        max_running: int | None = None,
        drain: DrainSign,
        max_jobs: int = 1,
    ) -> None:
        super().__init__(maxsize=max_jobs)
        self._database = database
        self._engine = engine
        self._hand = hand
        self._owner = owner
        self._clock = clock
        self._lease = lease
        self._max_running = max_running
        self._drain = drain
        self._news = News(poll_seconds=POLL_SECONDS, sleep=clock.sleep)

    def wake(self) -> None:
        """Say that a job was committed."""
        self._news.wake()

    async def fill(self) -> None:
        """Claim jobs while the engine is ready, the queue has room and no drain is on.

        Never returns.

        Raises:
            engine.errors.EngineStartError: The engine needs a person's help.
        """
        while True:
            await self._engine.wait_ready()
            await self._drain.wait_until_off()
            self._news.forget()
            if job := await self._claim():
                self._hand.take(job)
                await self.put(job)
            else:
                await self._news.wait()

    async def _claim(self) -> Job | None:
        try:
            async with self._database.begin() as session:
                if await is_draining(session):  # begun since the sign was read
                    return None
                return await claim_job(
                    session,
                    owner=self._owner,
                    now=self._clock.now(),
                    lease=self._lease,
                    max_running=self._max_running,
                )
        except DatabaseError as error:
            log.warning("claim_failed", error_code=error.code)
            return None
