"""Offences, each of which weighs less as it ages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, select, update

from db.audit import record_action
from db.inserts import fitting, insert_unless_there
from db.tables_moderation import Strike

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession


async def add_strike(
    session: AsyncSession,
    user_id: int,
    *,
    guild_id: int | None,
    weight: float,
    reason: str,
    job_id: int | None,
    actor_id: int | None,
    now: dt.datetime,
) -> Strike | None:
    """Give a strike, at most one for a job.

    Args:
        session: In a write transaction; the caller commits.
        user_id: To whom.
        guild_id: Where it counts.
        weight: 1 for an ordinary offence.
        reason: A code of the policy, or a moderator's words.
        job_id: The job that it is for; None where a moderator gives one beyond jobs.
        actor_id: Who gave it; None is the policy.
        now: The present instant, aware.

    Returns:
        The strike, or None when the job has one already.
    """
    values = {
        "guild_id": guild_id,
        "user_id": user_id,
        "job_id": job_id,
        "weight": weight,
        "reason": fitting(reason, Strike.reason),
        "created_by": actor_id,
        "created_at": now,
    }
    strike = await insert_unless_there(session, Strike, values, key=("job_id",))
    if strike is not None:
        await record_action(
            session,
            "strike",
            guild_id=guild_id,
            actor_id=actor_id,
            user_id=user_id,
            job_id=job_id,
            now=now,
            weight=weight,
        )
    return strike


async def forgive_job(
    session: AsyncSession, job_id: int, *, actor_id: int | None, now: dt.datetime
) -> bool:
    """Take back the strike that a job was given; False where there is none."""
    return bool(await _forgive(session, Strike.job_id == job_id, actor_id=actor_id, now=now))


async def forgive_user(
    session: AsyncSession,
    user_id: int,
    *,
    guild_id: int | None,
    actor_id: int | None,
    now: dt.datetime,
) -> int:
    """Take back all strikes of a person in a guild; returns how many."""
    own = (Strike.user_id == user_id) & Strike.guild_id.is_not_distinct_from(guild_id)
    return len(await _forgive(session, own, actor_id=actor_id, now=now))


async def strikes_since(session: AsyncSession, since: dt.datetime) -> list[Strike]:
    """List the strikes that were given since an instant and not taken back."""
    found = select(Strike).where(Strike.created_at >= since, Strike.forgiven_at.is_(None))
    return list(await session.scalars(found.order_by(Strike.id)))


async def _forgive(
    session: AsyncSession, condition: ColumnElement[bool], *, actor_id: int | None, now: dt.datetime
) -> list[Strike]:
    forgiven = (
        update(Strike)
        .where(condition, Strike.forgiven_at.is_(None))
        .values(forgiven_at=now)
        .returning(Strike)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    strikes = list(await session.scalars(forgiven))
    for strike in strikes:
        await record_action(
            session,
            "forgive",
            guild_id=strike.guild_id,
            actor_id=actor_id,
            user_id=strike.user_id,
            job_id=strike.job_id,
            now=now,
        )
    return strikes
