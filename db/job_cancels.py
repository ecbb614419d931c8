"""Wishes to cancel jobs that another process draws: only it knows how far they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, exists, or_, select

from db.inserts import insert_unless_there
from db.job_graph import JobState
from db.tables import CancelWish, Job

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession


async def wish_cancel(session: AsyncSession, job_id: int, *, now: dt.datetime) -> None:
    """Ask whoever has a job to cancel it; asking again changes nothing."""
    values = {"job_id": job_id, "wished_at": now}
    await insert_unless_there(session, CancelWish, values, key=("job_id",))


async def wished_cancels(session: AsyncSession, *, owner: str) -> list[Job]:
    """List the jobs that were wished to be cancelled and that ``owner`` runs or that wait."""
    can_end = or_(
        Job.state == JobState.QUEUED,
        and_(Job.state == JobState.RUNNING, Job.lease_owner == owner),
    )
    wished = select(Job).join(CancelWish, CancelWish.job_id == Job.id).where(can_end)
    return list(await session.scalars(wished.order_by(Job.id)))


async def has_wishes(session: AsyncSession) -> bool:
    """Return whether anything at all was wished."""
    return bool((await session.scalars(select(exists().where(CancelWish.job_id > 0)))).one())


async def forget_wishes(session: AsyncSession) -> None:
    """Drop the wishes that came true or too late: their jobs neither wait nor run."""
    unfinished = select(Job.id).where(Job.state.in_((JobState.QUEUED, JobState.RUNNING)))
    over = delete(CancelWish).where(CancelWish.job_id.not_in(unfinished))
    await session.execute(over.execution_options(synchronize_session=False))
