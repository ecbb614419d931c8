"""Makes a copy of everything that is stored about a person, one at a time for each person."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from bot.privacy.errors import ExportRunningError, ExportTooLargeError
from bot.privacy.parts import ZipParts
from db.person_records import pages_about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.connection import Database
    from db.person_records import Page

MAX_PARTS: Final = 10  # messages with a file each


class Export(NamedTuple):
    """A copy of a person's data.

    Attributes:
        parts: Zip files.
        num_rows: Records in them.
    """

    parts: list[bytes]
    num_rows: int


class Exporter:
    """Reads the rows page by page, and packs each page in a thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._busy: set[int] = set()

    async def export(self, user_id: int, *, max_bytes: int, max_parts: int = MAX_PARTS) -> Export:
        """Copy all that is stored about a person.

        Raises:
            bot.privacy.errors.ExportRunningError: The last one is still being made.
            bot.privacy.errors.ExportTooLargeError: It takes more parts.
        """
        parts, num_rows = ZipParts(max_bytes), 0
        counts: dict[str, int] = defaultdict(int)
        with self._turn_of(user_id):
            async with self._database.read() as session:
                async for page in pages_about(session, user_id):
                    counts[page.section] += 1
                    name = f"{page.section}-{counts[page.section]}"
                    await asyncio.to_thread(parts.add, name, _with_links(page))
                    num_rows += len(page.rows)
                    if len(parts) > max_parts:
                        raise ExportTooLargeError(max_parts=max_parts)
            return Export(await asyncio.to_thread(parts.finished), num_rows)

    @contextmanager
    def _turn_of(self, user_id: int) -> Iterator[None]:
        if user_id in self._busy:
            raise ExportRunningError
        self._busy.add(user_id)
        try:
            yield
        finally:
            self._busy.discard(user_id)


def _with_links(page: Page) -> list[dict[str, Any]]:
    """Add to jobs where their messages are."""
    if page.section != "jobs":
        return page.rows
    return [{**row, "message": _link(row)} for row in page.rows]


def _link(row: dict[str, Any]) -> str | None:
    if row["message_id"] is None:
        return None
    place = f"{row['guild_id'] or '@me'}/{row['channel_id']}"
    return f"https://discord.com/channels/{place}/{row['message_id']}"
