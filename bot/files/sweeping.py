"""Files that nobody needs any more: withheld pictures that are old, and those no row knows."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING, Final

from db.images import known_files

if TYPE_CHECKING:
    from pathlib import Path

    from bot.files.storage import Storage
    from db.connection import Database

BATCH: Final = 500  # names asked for at once
ORPHAN_AGE: Final = dt.timedelta(days=1)
"""A picture is written before its row: younger files may still get one."""


async def sweep_withheld(folder: Path | None, before: dt.datetime, *, dry_run: bool) -> int:
    """Remove withheld pictures that were written before an instant, whoever wrote them.

    Raises:
        OSError: The folder is closed to us.
    """
    return await asyncio.to_thread(_sweep_withheld, folder, before.timestamp(), dry_run=dry_run)


async def sweep_orphans(
    storage: Storage, database: Database, now: dt.datetime, *, dry_run: bool
) -> int:
    """Remove pictures that no row names, and halves of files, once they are a day old.

    Raises:
        db.errors.DatabaseError: What the rows name cannot be read; nothing is removed unseen.
        OSError: The folder is closed to us.
    """
    names, count = await storage.older_than(now - ORPHAN_AGE), 0
    for first in range(0, len(names), BATCH):
        some = names[first : first + BATCH]
        async with database.read() as session:
            orphans = set(some) - await known_files(session, some)
        count += len(orphans)
        for name in orphans if not dry_run else ():
            await storage.delete(name)
    return count


def _sweep_withheld(folder: Path | None, seconds: float, *, dry_run: bool) -> int:
    if folder is None or not folder.is_dir():
        return 0
    aged = [path for path in folder.iterdir() if path.is_file() and path.stat().st_mtime < seconds]
    for path in aged if not dry_run else ():
        path.unlink(missing_ok=True)
    return len(aged)
