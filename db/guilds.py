"""What a guild has set for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from db.inserts import insert_unless_there
from db.tables import Guild

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession


async def read_guild(session: AsyncSession, guild_id: int) -> Guild | None:
    """Return the guild's settings, or None when it has set nothing."""
    return await session.get(Guild, guild_id, populate_existing=True)


async def save_guild(
    session: AsyncSession,
    guild_id: int,
    *,
    max_num_images: int | None = None,
    daily_images: int | None = None,
    locale: str | None = None,
    now: dt.datetime,
) -> Guild:
    """Replace all of a guild's settings; None leaves one to the configuration file.

    Of two callers at once the later one wins as a whole.
    """
    values = {"max_num_images": max_num_images, "daily_images": daily_images, "locale": locale}
    first = {"id": guild_id, "created_at": now, **values}
    guild = await insert_unless_there(session, Guild, first, key=("id",))
    if guild is not None:
        return guild
    saved = update(Guild).where(Guild.id == guild_id).values(values).returning(Guild)
    options = {"synchronize_session": False, "populate_existing": True}
    return (await session.scalars(saved, execution_options=options)).one()
