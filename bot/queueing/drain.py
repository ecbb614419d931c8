"""Whether this bot takes anything new, as the operator has left word in the database."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.queueing.queue_errors import DrainingError
from db.drains import is_draining

if TYPE_CHECKING:
    from db.connection import Database

log = structlog.stdlib.get_logger(__name__)


class DrainSign:
    """What was last read of the drain; the transactions that matter read it themselves."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._is_off = asyncio.Event()
        self._is_off.set()

    @property
    def is_on(self) -> bool:
        """Whether nothing new is taken."""
        return not self._is_off.is_set()

    def check(self) -> None:
        """Refuse what is new while the drain is on.

        Raises:
            bot.errors.DrainingError: It is.
        """
        if self.is_on:
            raise DrainingError

    async def wait_until_off(self) -> None:
        """Return once jobs may be taken again."""
        await self._is_off.wait()

    async def refresh(self) -> None:
        """Read the drain anew.

        Raises:
            db.errors.DatabaseError: It cannot be read; what was known stays.
        """
        async with self._database.read() as session:
            is_on = await is_draining(session)
        if is_on != self.is_on:
            log.info("drain", is_on=is_on)
        if is_on:
            self._is_off.clear()
        else:
            self._is_off.set()
