"""People, and what they have used of a day's allowance."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import case, update

from db.inserts import insert_unless_there
from db.tables import User

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession


async def take_images(
    session: AsyncSession, user_id: int, *, count: int, limit: int, day: dt.date
) -> int | None:
    """Use up ``count`` images of a person's allowance of ``day``, or refuse.

    One conditional UPDATE decides, so that concurrent callers together never pass the limit; a
    read before the write would let them (200 of 100 were granted, ECOSYSTEM.md section 4). A
    clock that lags behind, by a day even, does not reopen an allowance.

    Args:
        session: In a write transaction; the caller commits.
        user_id: Whose allowance; the person's row is made when it is missing.
        count: Images asked for, at least 1.
        limit: Images allowed on one day.
        day: Today in UTC.

    Returns:
        How many are used now, these included; None when they would pass the limit.
    """
    await _ensure_user(session, user_id, day)
    is_same_day = User.usage_day >= day
    used = case((is_same_day, User.usage_images), else_=0) + count
    taken = (
        update(User)
        .where(User.id == user_id, used <= limit)
        .values(usage_images=used, usage_day=case((is_same_day, User.usage_day), else_=day))
        .returning(User.usage_images)
        .execution_options(synchronize_session=False)
    )
    return (await session.scalars(taken)).one_or_none()


async def give_back_images(
    session: AsyncSession, user_id: int, *, count: int, day: dt.date
) -> None:
    """Return images that were taken on ``day`` and not drawn; never below zero.

    Once a new day has begun there is nothing to return to, and nothing happens.
    """
    left = case((User.usage_images > count, User.usage_images - count), else_=0)
    given = update(User).where(User.id == user_id, User.usage_day == day)
    await session.execute(
        given.values(usage_images=left), execution_options={"synchronize_session": False}
    )


async def read_user(session: AsyncSession, user_id: int) -> User | None:
    """Return the person's row, or None for somebody never seen."""
    return await session.get(User, user_id, populate_existing=True)


async def _ensure_user(session: AsyncSession, user_id: int, day: dt.date) -> None:
    seen_at = dt.datetime.combine(day, dt.time(), dt.UTC)  # the day is all that is known here
    await insert_unless_there(session, User, {"id": user_id, "created_at": seen_at}, key=("id",))
