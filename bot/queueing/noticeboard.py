"""Looks for the word that other processes leave in the database: jobs, cancels, a drain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.polling import poll

if TYPE_CHECKING:
    from bot.queueing.cancelling import Cancelling
    from bot.queueing.drain import DrainSign
    from bot.queueing.queue import JobQueue
    from db.wakeup import Wakeup


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
        await poll(self.look, wait=self._wakeup.wait, delayed="notices_unread")

    async def look(self) -> None:
        """Heed everything once."""
        await self._drain.refresh()
        self._queue.wake()
        await self._cancelling.fulfil_wishes()
