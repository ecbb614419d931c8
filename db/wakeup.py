"""Wakes the bots of one database when another process has committed something for them.

PostgreSQL's NOTIFY does it at once; SQLite has nothing of the kind. Whoever waits looks by itself
every few seconds too, so a lost connection delays and never loses.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import asyncpg  # type: ignore[import-untyped]  # it comes without types
import structlog
from sqlalchemy import text

from db.news import News

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from sqlalchemy.ext.asyncio import AsyncSession

    from db.connection import Database

log = structlog.stdlib.get_logger(__name__)

CHANNEL: Final = "atelier"
CONNECT_SECONDS: Final = 10.0
RECONNECT_SECONDS: Final = 2.0
PROBE_SECONDS: Final = 30.0  # a connection that silently died is noticed after so long
FAILURES: Final = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)


async def notify(session: AsyncSession) -> None:
    """Wake every bot once the transaction has committed; on SQLite nothing happens."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(text(f"SELECT pg_notify('{CHANNEL}', '')"))


class Wakeup(News):
    """The news that other processes have for the bots of one database.

    Args:
        database: Whose notifications to hear.
        poll_seconds: How long a wait lasts at most.
        sleep: Passes the time of a wait, also of one between attempts to connect.
    """

    def __init__(
        self,
        database: Database,
        *,
        poll_seconds: float,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__(poll_seconds=poll_seconds, sleep=sleep)
        self._database = database
        self.is_listening = False

    async def listen(self) -> None:
        """Hear notifications for as long as the process lives; never returns.

        A lost connection is made anew, and counts as news: something may have been missed.
        """
        if self._database.dialect != "postgresql":
            await asyncio.Event().wait()
        while True:
            try:
                await self._hear()
            except FAILURES as error:
                log.warning("wakeup_lost", reason=type(error).__name__)
            self.is_listening = False
            await self._sleep(RECONNECT_SECONDS)

    async def _hear(self) -> None:
        connection = await asyncpg.connect(**self._place())
        try:
            await connection.add_listener(CHANNEL, lambda *_: self.wake())
            self.is_listening = True
            self.wake()
            async for _ in _probes(self._sleep):
                await connection.execute("SELECT 1", timeout=CONNECT_SECONDS)
        finally:
            connection.terminate()

    def _place(self) -> dict[str, Any]:
        url = self._database.engine.url
        _, options = self._database.engine.dialect.create_connect_args(url)
        name = {"application_name": "atelier"}
        return {**options, "timeout": CONNECT_SECONDS, "server_settings": name}


async def _probes(sleep: Callable[[float], Awaitable[None]]) -> AsyncIterator[None]:
    while True:
        await sleep(PROBE_SECONDS)
        yield
