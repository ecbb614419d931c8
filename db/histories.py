"""What a person has asked for in a guild, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from db.tables import Job

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession


async def jobs_of_person(
    session: AsyncSession,
    *,
    user_id: int,
    guild_id: int | None,
    limit: int,
    before_id: int | None = None,
) -> list[Job]:
    """List a person's jobs in a guild, newest first.

    Args:
        session: Open for reading.
        user_id: Whose.
        guild_id: Where; None for everything outside of guilds.
        limit: How many at most.
        before_id: Only jobs that are older than this one.
    """
    theirs = select(Job).where(Job.user_id == user_id, Job.guild_id == guild_id)
    if before_id is not None:
        theirs = theirs.where(Job.id < before_id)
    return list(await session.scalars(theirs.order_by(Job.id.desc()).limit(limit)))
