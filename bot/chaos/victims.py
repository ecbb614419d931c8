"""Who is killed next: bots, engines with their worker threads, connections to the database."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

import asyncpg  # type: ignore[import-untyped]  # it comes without types

from bot.chaos.children import engines_of

if TYPE_CHECKING:
    from random import Random

    from bot.chaos.service import Service
    from db.connection import Database

SHARES: Final = {"bot": 4, "engine": 4, "connection": 3}
LOOK_SECONDS: Final = 0.2
LOOKS: Final = 40
LIFE_SECONDS: Final = 1.5
TERMINATE: Final = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'atelier' AND pid <> pg_backend_pid()
    ORDER BY random() LIMIT 1
"""


class Victims:
    """Kills one thing at a time with SIGKILL, or its like on the database's side.

    Attributes:
        killed: How many of each kind.
    """

    def __init__(self, service: Service, database: Database, rng: Random) -> None:
        self._service = service
        self._database = database
        self._rng = rng
        self.killed: Counter[str] = Counter()

    async def kill_one(self) -> bool:
        """Kill something of a random kind; False when none was there for a while.

        One that has to be waited for, because something else was killed just before, then gets a
        random time to live, so that it does not always die at its birth.
        """
        (kind,) = self._rng.choices(self._kinds, [SHARES[kind] for kind in self._kinds])
        if not await self._kill(kind) and not await self._kill_later(kind):
            return False
        self.killed[kind] += 1
        return True

    async def _kill_later(self, kind: str) -> bool:
        for _ in range(LOOKS):
            await asyncio.sleep(LOOK_SECONDS)
            if kind == "connection" or self._pids(kind):
                await asyncio.sleep(self._rng.uniform(0, LIFE_SECONDS))
                return await self._kill(kind)
        return False

    @property
    def _kinds(self) -> list[str]:
        has_connections = self._database.dialect == "postgresql"  # SQLite has none to be cut
        return [kind for kind in SHARES if has_connections or kind != "connection"]

    async def _kill(self, kind: str) -> bool:
        if kind == "connection":
            return await self._cut_connection()
        pids = self._pids(kind)
        if not pids:
            return False
        with suppress(ProcessLookupError):
            os.kill(self._rng.choice(pids), signal.SIGKILL)
            return True
        return False

    def _pids(self, kind: str) -> list[int]:
        bot = self._service.pid
        if bot is None:
            return []
        return [bot] if kind == "bot" else engines_of(bot)

    async def _cut_connection(self) -> bool:
        """End a backend of the bot's."""
        _, options = self._database.engine.dialect.create_connect_args(self._database.engine.url)
        place: dict[str, Any] = dict(options)
        connection = await asyncpg.connect(**place)
        try:
            return bool(await connection.fetchval(TERMINATE))
        finally:
            await connection.close()
