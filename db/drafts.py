"""Questions that wait for a person's answer, and outlive the bot that asked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, select

from db.inserts import insert_unless_there
from db.tables import Draft

if TYPE_CHECKING:
    from random import Random

    from sqlalchemy.ext.asyncio import AsyncSession

LIFE: Final = dt.timedelta(days=1)
ID_BITS: Final = 56  # fits the ids of buttons, and is never drawn twice


def new_draft_id(rng: Random) -> int:
    """Return an id that stands in buttons before the draft is stored, 1 to 2**56."""
    return rng.getrandbits(ID_BITS) + 1


async def save_draft(
    session: AsyncSession, draft_id: int, *, user_id: int, body: dict[str, Any], now: dt.datetime
) -> None:
    """Keep a draft for a day; those that are older are removed.

    Args:
        session: In a write transaction; the caller commits.
        draft_id: From ``new_draft_id``.
        user_id: Who alone may take it.
        body: What was asked for, JSON.
        now: The present instant, aware.
    """
    await session.execute(delete(Draft).where(Draft.created_at < now - LIFE))
    values = {"id": draft_id, "user_id": user_id, "body": body, "created_at": now}
    await insert_unless_there(session, Draft, values, key=("id",))


async def take_draft(
    session: AsyncSession, draft_id: int, *, user_id: int
) -> dict[str, Any] | None:
    """Return a draft's body and remove it: of several takers one gets it.

    Returns:
        None when it was taken before, is too old or is somebody else's.
    """
    taken = delete(Draft).where(Draft.id == draft_id, Draft.user_id == user_id)
    return (await session.scalars(taken.returning(Draft.body))).one_or_none()


async def read_draft(
    session: AsyncSession, draft_id: int, *, user_id: int
) -> dict[str, Any] | None:
    """Return a draft's body and leave it, or None as ``take_draft``."""
    mine = select(Draft.body).where(Draft.id == draft_id, Draft.user_id == user_id)
    return (await session.scalars(mine)).one_or_none()
