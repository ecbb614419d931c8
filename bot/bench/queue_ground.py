"""The database that the queue is measured on: one that nobody uses, or a file for the while."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bench.crowd import is_used
from bot.bench.queue import measure_queue
from bot.errors import StartError
from db.connection import Database
from db.migrate import upgrade

if TYPE_CHECKING:
    from bot.bench.queue import QueueReport


def run_queue_bench(url: str, *, waiting: int) -> QueueReport:
    """Migrate the database, measure, and leave it as empty as it was.

    Raises:
        bot.errors.StartError: Somebody uses the database.
        db.errors.DatabaseStartError: It cannot be used.
    """
    with tempfile.TemporaryDirectory(prefix="atelier-bench-") as folder:
        address = url or f"sqlite:///{Path(folder) / 'queue.sqlite'}"
        upgrade(address)
        return asyncio.run(_measure(address, waiting))


async def _measure(url: str, waiting: int) -> QueueReport:
    database = Database.open(url)
    try:
        if await is_used(database):
            message = f"{database.place} holds people's jobs"
            remedy = "Give --database-url of an empty database, or leave it out."
            raise StartError(message, remedy=remedy)
        return await measure_queue(database, waiting=waiting)
    finally:
        await database.close()
