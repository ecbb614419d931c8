"""What is kept for dealing with abuse and ages out: flags, strikes, bans and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, delete, func, select

from db.tables import ModerationFlag, ModerationNote
from db.tables_moderation import Appeal, Ban, Refusal, Report, Strike

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from sqlalchemy.ext.asyncio import AsyncSession

CASES: Final[tuple[Any, ...]] = (ModerationFlag, Strike, Refusal, Report, Appeal, ModerationNote)


async def count_cases(session: AsyncSession, *, before: dt.datetime) -> int:
    """Count the rows of cases that are older than an instant."""
    counts = [
        (await session.scalars(select(func.count()).select_from(table).where(is_old))).one()
        for table, is_old in _aged(before)
    ]
    return sum(counts)


async def delete_cases(session: AsyncSession, *, before: dt.datetime, limit: int) -> int:
    """Delete rows of cases that are older than an instant, at most so many of a kind.

    The log of decisions stays as it is; a ban stays for as long as it holds, and then as long.

    Returns:
        How many went; 0 when nothing is left.
    """
    count = 0
    for table, is_old in _aged(before):
        (key,) = table.__table__.primary_key
        some = select(key).where(is_old).order_by(key).limit(limit)
        gone = delete(table).where(key.in_(some)).returning(key)
        rows = await session.execute(gone, execution_options={"synchronize_session": False})
        count += len(rows.all())
    return count


def _aged(before: dt.datetime) -> Iterator[tuple[Any, ColumnElement[bool]]]:
    for table in CASES:
        yield table, table.created_at < before
    yield Ban, func.coalesce(Ban.lifted_at, Ban.expires_at) < before
