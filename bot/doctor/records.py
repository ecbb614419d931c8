"""Whether the database answers, takes writes and has the form that this program needs."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Final

from bot.doctor.line import Line, ok, problem, warning
from db import migrate
from db.connection import Database
from db.errors import DatabaseStartError
from db.urls import file_of, parse_url

if TYPE_CHECKING:
    from pathlib import Path

UPGRADE: Final = "Run `atelier db upgrade`; `atelier run` does it by itself."


async def check_database(url: str) -> Line:
    """Open the database without changing it."""
    try:
        file = file_of(parse_url(url))
        if file is not None and not file.exists():
            return _check_folder(file)
        revision = await asyncio.to_thread(migrate.current, url)
        if revision != migrate.head():
            return _old(revision)
        place = await _write_nothing(url)
    except DatabaseStartError as error:
        return problem("database", f"{error.place}: {error}", error.remedy)
    return ok("database", f"{place} at {revision}")


def _check_folder(file: Path) -> Line:
    """Say whether a file that is not there yet could be made."""
    folder = next(path for path in file.absolute().parents if path.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        remedy = "Let this user write there, or change [database] url."
        return problem("database", f"{file} cannot be made", remedy)
    return warning("database", f"{file} is not there yet", UPGRADE)


def _old(revision: str | None) -> Line:
    if revision is None:
        return warning("database", "it has no tables yet", UPGRADE)
    words = f"at {revision}, this program needs {migrate.head()}"
    return problem("database", words, f"Make a backup. {UPGRADE}")


async def _write_nothing(url: str) -> str:
    """Take the right to write and give it back."""
    database = Database.open(url, pool_size=1)
    try:
        async with database.begin():
            return database.place
    finally:
        await database.close()
