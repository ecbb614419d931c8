"""Takes a moderator's note about a person, or about a job and its person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import JobUnknownError
from bot.ordering.orders import job_here
from bot.policy.refusals import NobodyNamedError
from db.notes import add_note

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession


async def take_note(
    session: AsyncSession,
    words: str,
    *,
    guild_id: int,
    user_id: int | None,
    job_id: int | None,
    actor_id: int | None,
    now: dt.datetime,
) -> None:
    """Note something for a guild's other moderators.

    Raises:
        bot.policy.refusals.NobodyNamedError: Neither a person nor a job is named.
        bot.errors.JobUnknownError: There is no such job here, or it is another person's.
    """
    job = await job_here(session, job_id, guild_id) if job_id else None
    about = job.user_id if job else user_id
    if about is None:
        raise NobodyNamedError
    if user_id not in {None, about}:
        raise JobUnknownError
    await add_note(
        session,
        words,
        guild_id=guild_id,
        user_id=about,
        job_id=job_id,
        actor_id=actor_id,
        now=now,
    )
