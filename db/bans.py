"""Who may not draw, where and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select, update

from db.audit import record_action
from db.inserts import fitting
from db.tables_moderation import Ban

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession


async def ban_user(
    session: AsyncSession,
    user_id: int,
    *,
    guild_id: int | None,
    reason: str,
    expires_at: dt.datetime | None,
    actor_id: int | None,
    now: dt.datetime,
) -> Ban:
    """Ban a person, in the place of any ban that holds there already.

    Args:
        session: In a write transaction; the caller commits.
        user_id: Whom.
        guild_id: Where; None everywhere.
        reason: In the moderator's words; cut where it is longer than its column.
        expires_at: When it ends by itself; None never.
        actor_id: Who decided; None is the operator.
        now: The present instant, aware.
    """
    await _lift(session, user_id, guild_id, now)
    ban = Ban(
        guild_id=guild_id,
        user_id=user_id,
        reason=fitting(reason, Ban.reason),
        created_by=actor_id,
        created_at=now,
        expires_at=expires_at,
    )
    session.add(ban)
    await session.flush()
    until = expires_at.isoformat() if expires_at else None
    await record_action(
        session,
        "ban",
        guild_id=guild_id,
        actor_id=actor_id,
        user_id=user_id,
        now=now,
        ban_id=ban.id,
        until=until,
    )
    return ban


async def unban_user(
    session: AsyncSession,
    user_id: int,
    *,
    guild_id: int | None,
    actor_id: int | None,
    now: dt.datetime,
) -> bool:
    """Lift whatever ban holds there; False where none does."""
    lifted = await _lift(session, user_id, guild_id, now)
    if lifted:
        await record_action(
            session, "unban", guild_id=guild_id, actor_id=actor_id, user_id=user_id, now=now
        )
    return bool(lifted)


async def holding_bans(session: AsyncSession, *, now: dt.datetime) -> list[Ban]:
    """List every ban that holds now."""
    holds = (Ban.lifted_at.is_(None), or_(Ban.expires_at.is_(None), Ban.expires_at > now))
    return list(await session.scalars(select(Ban).where(*holds).order_by(Ban.id)))


async def _lift(
    session: AsyncSession, user_id: int, guild_id: int | None, now: dt.datetime
) -> list[int]:
    lifted = (
        update(Ban)
        .where(Ban.user_id == user_id, Ban.guild_id.is_not_distinct_from(guild_id))
        .where(Ban.lifted_at.is_(None), or_(Ban.expires_at.is_(None), Ban.expires_at > now))
        .values(lifted_at=now)
        .returning(Ban.id)
        .execution_options(synchronize_session=False)
    )
    return list(await session.scalars(lifted))
