"""What a guild has set for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from db.audit import record_action
from db.inserts import insert_unless_there
from db.tables import Guild

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

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


async def change_guild(
    session: AsyncSession,
    guild_id: int,
    changes: Mapping[str, Any],
    *,
    actor_id: int | None,
    now: dt.datetime,
) -> None:
    """Change some of a guild's settings; the others stay.

    Args:
        session: In a write transaction; the caller commits.
        guild_id: Whose.
        changes: Columns of ``Guild`` by name; None leaves one to the configuration file.
        actor_id: Who decided; None is the operator.
        now: The present instant, aware.
    """
    await insert_unless_there(session, Guild, {"id": guild_id, "created_at": now}, key=("id",))
    changed = update(Guild).where(Guild.id == guild_id).values(**changes)
    await session.execute(changed, execution_options={"synchronize_session": False})
    await record_action(
        session,
        "change_limits",
        guild_id=guild_id,
        actor_id=actor_id,
        now=now,
        settings=", ".join(sorted(changes)),
    )


async def chosen_locales(session: AsyncSession) -> dict[int, str]:
    """Return the locales that guilds have chosen for themselves."""
    chosen = select(Guild.id, Guild.locale).where(Guild.locale.is_not(None))
    return {row[0]: row[1] or "" for row in await session.execute(chosen)}
