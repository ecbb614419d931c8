"""The drain: finish what runs, take nothing new; every bot on the database heeds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, select

from db.inserts import insert_unless_there
from db.tables import Drain

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession

THE_ROW = 1


async def begin_drain(session: AsyncSession, *, now: dt.datetime) -> None:
    """Ask every bot to take nothing new; asking again changes nothing."""
    await insert_unless_there(session, Drain, {"id": THE_ROW, "begun_at": now}, key=("id",))


async def end_drain(session: AsyncSession) -> None:
    """Let every bot go on."""
    await session.execute(delete(Drain))


async def is_draining(session: AsyncSession) -> bool:
    """Return whether nothing new is to be taken."""
    return bool((await session.scalars(select(exists().where(Drain.id == THE_ROW)))).one())
