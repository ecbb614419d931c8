"""Questions about jobs; nothing here changes a row."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from db.errors import JobNotFoundError
from db.job_graph import ENDS, JobState
from db.places import count_queued
from db.tables import Image, Job

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

FREE: Final = (JobState.FAILED, JobState.CANCELLED, JobState.WITHHELD)
HIDDEN: Final = ("withhold", "quarantine")  # what policy may decide of an image, when drawn


async def read_job(session: AsyncSession, job_id: int) -> Job | None:
    """Return the job as it is stored now, or None."""
    return await session.get(Job, job_id, populate_existing=True)


async def require_job(session: AsyncSession, job_id: int) -> Job:
    """Return the job as it is stored now.

    Raises:
        JobNotFoundError: There is none.
    """
    job = await read_job(session, job_id)
    if job is None:
        raise JobNotFoundError(job_id=job_id)
    return job


async def read_job_by_message(session: AsyncSession, message_id: int) -> Job | None:
    """Return the newest job whose answer this message is, or None."""
    newest = select(Job).where(Job.message_id == message_id).order_by(Job.id.desc()).limit(1)
    return (await session.scalars(newest)).one_or_none()


async def count_waiting(
    session: AsyncSession, *, user_id: int | None = None, guild_id: int | None = None
) -> int:
    """Count the queued jobs, of one person, of one guild or of everybody."""
    if user_id is None and guild_id is None:
        return await count_queued(session)
    waiting = select(func.count()).select_from(Job).where(Job.state == JobState.QUEUED)
    if user_id is not None:
        waiting = waiting.where(Job.user_id == user_id)
    if guild_id is not None:
        waiting = waiting.where(Job.guild_id == guild_id)
    return (await session.scalars(waiting)).one()


async def count_by_state(session: AsyncSession) -> dict[JobState, int]:
    """Count all jobs by state; states without a job are left out."""
    counted = select(Job.state, func.count()).group_by(Job.state)
    return {row[0]: row[1] for row in await session.execute(counted)}


async def images_of_day(
    session: AsyncSession, user_id: int, guild_id: int | None, *, day: dt.date
) -> int:
    """Count the images that a person asked for in one guild on a day, without the free ones.

    Free is what was withheld when it was drawn, and what failed or was cancelled.
    """
    start = dt.datetime.combine(day, dt.time(), dt.UTC)
    theirs = (
        Job.user_id == user_id,
        Job.guild_id == guild_id,
        Job.state.not_in(FREE),
        Job.created_at >= start,
        Job.created_at < start + dt.timedelta(days=1),
    )
    asked = select(func.coalesce(func.sum(Job.num_images), 0)).where(*theirs)
    hidden = select(func.count()).select_from(Image).join(Job, Job.id == Image.job_id)
    hidden = hidden.where(*theirs, Image.action.in_(HIDDEN))
    return (await session.scalars(asked)).one() - (await session.scalars(hidden)).one()


async def jobs_on_the_way(
    session: AsyncSession, *, user_id: int, guild_id: int | None, limit: int
) -> list[Job]:
    """List a person's jobs of one guild that have not ended, the oldest first."""
    theirs = (Job.user_id == user_id, Job.guild_id == guild_id, Job.state.not_in(ENDS))
    return list(await session.scalars(select(Job).where(*theirs).order_by(Job.id).limit(limit)))


async def untold_jobs(session: AsyncSession, *, limit: int) -> list[Job]:
    """List ended jobs whose message does not tell the end yet, the oldest first."""
    untold = select(Job).where(Job.told_at.is_(None), Job.ended_at.is_not(None))
    return list(await session.scalars(untold.order_by(Job.id).limit(limit)))
