"""Looks for the word that other processes leave in the database: jobs, cancels, a drain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from db.errors import DatabaseError

if TYPE_CHECKING:
    from bot.queueing.cancelling import Cancelling
    from bot.queueing.drain import DrainSign
    from bot.queueing.queue import JobQueue
    from db.wakeup import Wakeup

log = structlog.stdlib.get_logger(__name__)


class Noticeboard:
    """Reads at every notification, and every few seconds without one."""

    def __init__(
        self, *, wakeup: Wakeup, queue: JobQueue, drain: DrainSign, cancelling: Cancelling
    ) -> None:
        self._wakeup = wakeup
        self._queue = queue
        self._drain = drain
        self._cancelling = cancelling

    async def run(self) -> None:
        """Read again and again; never returns."""
        while True:
            try:
                await self.look()
            except DatabaseError as error:
                log.warning("notices_unread", error_code=error.code)
            await self._wakeup.wait()

    async def look(self) -> None:
        """Heed everything once."""
        await self._drain.refresh()
        self._queue.wake()
        await self._cancelling.fulfil_wishes()
