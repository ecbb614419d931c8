"""The log of decisions, which is only ever added to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from db.tables_moderation import ModerationAction

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession


async def record_action(
    session: AsyncSession,
    action: str,
    *,
    guild_id: int | None,
    actor_id: int | None,
    user_id: int | None = None,
    job_id: int | None = None,
    image_id: int | None = None,
    now: dt.datetime,
    **details: str | float | bool | None,
) -> ModerationAction:
    """Note one decision in the transaction that carries it out.

    Args:
        session: In a write transaction; the caller commits.
        action: What was done, as a verb: ``ban``, ``approve``, ``withhold``.
        guild_id: Where; None for the operator's decisions, which hold everywhere.
        actor_id: Who decided; None for the policy, or the operator at the command line.
        user_id: Whom it is about.
        job_id: Which job it is about.
        image_id: Which picture it is about.
        now: The present instant, aware.
        details: Numbers and codes that explain it; never people's words.
    """
    row = ModerationAction(
        guild_id=guild_id,
        actor_id=actor_id,
        action=action,
        user_id=user_id,
        job_id=job_id,
        image_id=image_id,
        details=details,
        created_at=now,
    )
    session.add(row)
    await session.flush()
    return row


async def list_actions(
    session: AsyncSession,
    *,
    guild_id: int | None = None,
    user_id: int | None = None,
    job_id: int | None = None,
    image_id: int | None = None,
    before_id: int | None = None,
    is_global: bool = False,
    limit: int,
) -> list[ModerationAction]:
    """List decisions, the newest first; None asks for those of every guild, person or job.

    ``is_global`` asks for those of no guild at all.
    """
    found = select(ModerationAction).order_by(ModerationAction.id.desc()).limit(limit)
    if is_global:
        found = found.where(ModerationAction.guild_id.is_(None))
    if guild_id is not None:
        found = found.where(ModerationAction.guild_id == guild_id)
    if user_id is not None:
        found = found.where(ModerationAction.user_id == user_id)
    if job_id is not None:
        found = found.where(ModerationAction.job_id == job_id)
    if before_id is not None:
        found = found.where(ModerationAction.id < before_id)
    if image_id is not None:
        found = found.where(ModerationAction.image_id == image_id)
    return list(await session.scalars(found))


async def guilds_with_actions(session: AsyncSession, user_id: int) -> list[int | None]:
    """List where something was decided about a person; None stands for outside of guilds."""
    found = select(ModerationAction.guild_id).where(ModerationAction.user_id == user_id)
    return list(await session.scalars(found.distinct().order_by(ModerationAction.guild_id)))
