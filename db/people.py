"""What people and guilds have set for /imagine: own defaults, and styles by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, func, select, update

from db.inserts import insert_unless_there
from db.tables import Preference, Style

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncSession

MAX_STYLES: Final = 100  # of one owner
MAX_STYLE_NAME: Final = 32


async def read_preferences(session: AsyncSession, user_id: int) -> dict[str, Any]:
    """Return a person's own defaults by parameter name; empty where nothing was set."""
    body = select(Preference.body).where(Preference.user_id == user_id)
    return (await session.scalars(body)).one_or_none() or {}


async def save_preferences(
    session: AsyncSession, user_id: int, body: dict[str, Any], *, now: dt.datetime
) -> None:
    """Replace a person's own defaults; of two callers at once the later one wins as a whole."""
    values = {"user_id": user_id, "body": body, "updated_at": now}
    if await insert_unless_there(session, Preference, values, key=("user_id",)) is None:
        mine = update(Preference).where(Preference.user_id == user_id)
        await session.execute(mine.values(body=body, updated_at=now))


async def save_style(
    session: AsyncSession,
    *,
    owner_id: int,
    name: str,
    body: dict[str, Any],
    created_by: int,
    now: dt.datetime,
) -> bool:
    """Add a style or replace the one of this name.

    Returns:
        False where the owner has as many as there may be.
    """
    count = select(func.count()).select_from(Style).where(Style.owner_id == owner_id)
    same = (Style.owner_id == owner_id, Style.name == name)
    changed = update(Style).where(*same).values(body=body, created_by=created_by)
    if (await session.scalars(changed.returning(Style.id))).one_or_none() is not None:
        return True
    if (await session.scalars(count)).one() >= MAX_STYLES:
        return False
    values = {
        "owner_id": owner_id,
        "name": name,
        "body": body,
        "created_by": created_by,
        "created_at": now,
    }
    await insert_unless_there(session, Style, values, key=("owner_id", "name"))
    return True


async def remove_style(session: AsyncSession, *, owner_id: int, name: str) -> bool:
    """Remove a style; returns whether there was one."""
    gone = delete(Style).where(Style.owner_id == owner_id, Style.name == name)
    return (await session.scalars(gone.returning(Style.id))).one_or_none() is not None


async def styles_of(session: AsyncSession, owner_ids: Sequence[int]) -> list[Style]:
    """List the styles of some owners by name."""
    theirs = select(Style).where(Style.owner_id.in_(owner_ids)).order_by(Style.name, Style.id)
    return list(await session.scalars(theirs))
