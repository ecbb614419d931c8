"""What goes wrong while a bot in the playground is at work."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from bot.chaos.children import engines_of

if TYPE_CHECKING:
    from pathlib import Path

    from bot.bench.page import Page
    from bot.chaos.service import Service

LOCKED_SECONDS: Final = 3.0
REFUSALS: Final = 4


class Misfortune:
    """Befalls a service.

    Args:
        service: The bot, with its engine.
        page: Of the playground.
        folder: With ``bench.sqlite`` and ``quarantine``.
    """

    def __init__(self, service: Service, page: Page, folder: Path) -> None:
        self._service = service
        self._page = page
        self._folder = folder

    async def befall(self, fault: str, after_seconds: float) -> None:
        """Let one of ``bot.bench.people.FAULTS`` happen after a while."""
        await asyncio.sleep(after_seconds)
        if fault == "engine dies" and self._service.pid:
            _kill(engines_of(self._service.pid)[:1])
        elif fault == "bot dies" and self._service.pid:
            _kill([self._service.pid])
        elif fault == "database locked":
            await _lock(self._folder / "bench.sqlite")
        elif fault == "quarantine gone":
            shutil.rmtree(self._folder / "quarantine", ignore_errors=True)
        elif fault == "edits refused":
            body = {"bucket": "message_edit", "count": REFUSALS, "retry_after": 0.5}
            await self._page.control("POST", "throttle", body)
        elif fault == "gateway drops":
            await self._page.control("POST", "gateway", {"action": "drop"})


def _kill(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


async def _lock(file: Path) -> None:
    """Keep everybody else from writing for a while."""
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(LOCKED_SECONDS)
        connection.execute("ROLLBACK")
    finally:
        connection.close()
