"""How jobs end; whatever was held for one is settled or given back by the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, case, func, or_, select, update

from db.arithmetic import big, larger, smaller
from db.credits import end_holds
from db.job_graph import ENDS, JobState
from db.job_moves import NO_LEASE, move
from db.lanes import give_back_share
from db.tables import Image, Job

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession

CANCELLED: Final = "cancelled"
ALL_WITHHELD: Final = "withheld"


async def mark_delivered(
    session: AsyncSession, job_id: int, *, now: dt.datetime, owner: str | None = None
) -> bool:
    """Say that the person's message shows the images; those that it shows are paid for.

    rendered -> delivered

    Args:
        session: In a write transaction; the caller commits.
        job_id: Which job.
        now: The present instant, aware.
        owner: Who must hold the lease; None lets anybody say it.
    """
    is_seen = or_(Image.is_clean, Image.action == "spoiler")
    shown = select(func.count()).where(Image.job_id == Job.id, is_seen, Image.deleted_at.is_(None))
    paid = Job.due // Job.num_images * shown.correlate(Job).scalar_subquery()
    return await _end(session, job_id, JobState.DELIVERED, paid, now=now, owner=owner, told_at=now)


async def mark_withheld(
    session: AsyncSession, job_id: int, *, now: dt.datetime, owner: str | None = None
) -> bool:
    """Say that every image was flagged, and that the message says so; nothing is paid.

    rendered -> withheld
    """
    reason = {"told_at": now, "error_code": ALL_WITHHELD}
    return await _end(session, job_id, JobState.WITHHELD, _NOTHING, now=now, owner=owner, **reason)


async def fail_job(
    session: AsyncSession,
    job_id: int,
    *,
    code: str,
    facts: dict[str, Any],
    now: dt.datetime,
    owner: str | None = None,
) -> bool:
    """End a job that cannot be served, with the reason; nothing is paid.

    queued | running | rendered -> failed

    Args:
        session: In a write transaction; the caller commits.
        job_id: Which job.
        code: The stable code of the error.
        facts: What explains it, JSON.
        now: The present instant, aware.
        owner: Who must hold the lease, so that a bot that lost it cannot fail what another one
            draws; None ends the job whoever has it.
    """
    reason = {"error_code": code, "error_facts": facts}
    return await _end(session, job_id, JobState.FAILED, _NOTHING, now=now, owner=owner, **reason)


async def cancel_job(
    session: AsyncSession,
    job_id: int,
    *,
    now: dt.datetime,
    work: int = 0,
    code: str = CANCELLED,
    facts: dict[str, Any] | None = None,
) -> bool:
    """End a job that its person (or a moderator) no longer wants.

    queued | running -> cancelled

    One that waits pays nothing; one that runs pays for the steps done, never more than its price.

    Args:
        session: In a write transaction; the caller commits.
        job_id: Which job.
        now: The present instant, aware.
        work: What is done of it, in thousandths of a credit, where the caller knows more than
            ``note_work`` has noted.
        code: The reason's stable code.
        facts: What explains it, JSON.
    """
    done = smaller(larger(Job.work, big(work)), Job.price)
    paid = case((Job.state == JobState.QUEUED, _NOTHING), else_=done)
    reason = {"error_code": code, "error_facts": facts}
    return await _end(session, job_id, JobState.CANCELLED, paid, now=now, owner=None, **reason)


async def note_work(session: AsyncSession, job_id: int, *, owner: str, work: int) -> None:
    """Note how much of a running job is done, in thousandths, in case it is cancelled."""
    mine = (Job.id == job_id, Job.lease_owner == owner, Job.state == JobState.RUNNING)
    noted = update(Job).where(*mine).values(work=work)
    await session.execute(noted.execution_options(synchronize_session=False))


async def mark_told(session: AsyncSession, job_id: int, *, now: dt.datetime) -> bool:
    """Note that the person's message tells the end of an ended job."""
    told = update(Job).where(Job.id == job_id, Job.state.in_(ENDS)).values(told_at=now)
    return (await session.scalars(told.returning(Job.id))).one_or_none() is not None


async def _end(
    session: AsyncSession,
    job_id: int,
    target: JobState,
    paid: ColumnElement[int],
    *,
    now: dt.datetime,
    owner: str | None,
    **values: Any,
) -> bool:
    mine = (Job.id == job_id, *(() if owner is None else (Job.lease_owner == owner,)))
    job = await move(session, target, *mine, ended_at=now, paid=paid, **NO_LEASE, **values)
    if job is None:
        return False
    if job.price:
        await end_holds(session, {job.id: job.paid or 0}, now=now)
    if not job.attempts:
        await give_back_share(session, job)
    return True


_NOTHING: Final = big(0)
