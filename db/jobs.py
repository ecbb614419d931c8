"""The life of a job: one function an arrow of ``db.job_graph``, each a single statement.

No function commits; the caller's transaction does. The state is repeated in every ``WHERE``, so
that of several callers only one moves a job, whatever the isolation: the others get False or None.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from db.inserts import insert_unless_there
from db.job_graph import ARROWS, ENDS, JobState
from db.job_leases import (
    ATTEMPTS_EXHAUSTED,
    RequeueResult,
    claim_rendered,
    end_leases,
    lease_owners,
    release_leases,
    renew_leases,
    requeue_expired,
    requeue_job,
)
from db.job_moves import NO_LEASE, lock_first, move
from db.job_reads import (
    count_by_state,
    count_waiting,
    position,
    read_job,
    read_job_by_message,
    require_job,
    untold_jobs,
)
from db.tables import Job

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession

__all__ = [
    "ARROWS",
    "ATTEMPTS_EXHAUSTED",
    "ENDS",
    "JobState",
    "NewJob",
    "RequeueResult",
    "cancel_job",
    "claim_job",
    "claim_rendered",
    "count_by_state",
    "count_waiting",
    "create_job",
    "end_leases",
    "fail_job",
    "lease_owners",
    "mark_delivered",
    "mark_rendered",
    "mark_told",
    "mark_withheld",
    "position",
    "read_job",
    "read_job_by_message",
    "release_leases",
    "renew_leases",
    "requeue_expired",
    "requeue_job",
    "require_job",
    "untold_jobs",
]


@dataclass(frozen=True, kw_only=True)
class NewJob:
    """What a person asked for, before it is a row.

    Attributes:
        kind: What made it: ``imagine``, ``reroll``, ``variation``.
        message_id: The message that acknowledged the command, when it is known.
        interaction_id: Discord's; the same interaction twice is one job.
        parent_image_id: The image it was derived from.
        params: ``GenerationParams`` as builtins, without pictures.
    """

    kind: str
    guild_id: int | None
    channel_id: int
    user_id: int
    message_id: int | None
    interaction_id: int
    parent_image_id: int | None
    params: dict[str, Any]
    num_images: int
    locale: str


async def create_job(session: AsyncSession, new: NewJob, *, now: dt.datetime) -> Job:
    """Record a job as queued, or return the one that this interaction already made.

    (nothing) -> queued

    Two callers with the same interaction get the same row on both dialects; PostgreSQL lets the
    second wait until the first has committed.
    """
    values = {**asdict(new), "state": JobState.QUEUED, "created_at": now}
    job = await insert_unless_there(session, Job, values, key=("interaction_id",))
    if job is not None:
        return job
    same = select(Job).where(Job.interaction_id == new.interaction_id)
    return (await session.scalars(same)).one()


async def claim_job(
    session: AsyncSession, *, owner: str, now: dt.datetime, lease: dt.timedelta
) -> Job | None:
    """Take the oldest queued job for ``owner`` until the lease runs out.

    queued -> running

    Safe to call from many processes at once: PostgreSQL skips rows that another claim has
    locked, and SQLite has one writer at a time.

    Args:
        session: In a write transaction; others see the claim after the commit.
        owner: Who holds the lease, as ``host:pid``.
        now: The present instant, aware.
        lease: How long the owner may keep silent before ``requeue_expired`` takes the job back.

    Returns:
        The job with its ``attempts`` already counted up and ``started_at`` at this attempt's
        start, or None when none is queued.
    """
    oldest = lock_first(Job.state == JobState.QUEUED)
    return await move(
        session,
        JobState.RUNNING,
        Job.id == oldest,
        attempts=Job.attempts + 1,
        lease_owner=owner,
        lease_expires_at=now + lease,
        started_at=now,
    )


async def mark_rendered(
    session: AsyncSession, job_id: int, *, owner: str, model_hash: str, now: dt.datetime
) -> bool:
    """Say that every image is on disk and recorded; the lease stays for the delivery.

    running -> rendered

    Returns:
        False when ``owner`` no longer holds the job: it was cancelled, failed, or its lease was
        over and somebody else has it. What was drawn is then dropped.
    """
    mine = (Job.id == job_id, Job.lease_owner == owner)
    moved = await move(session, JobState.RENDERED, *mine, model_hash=model_hash, rendered_at=now)
    return moved is not None


async def mark_delivered(session: AsyncSession, job_id: int, *, now: dt.datetime) -> bool:
    """Say that the person's message shows the images.

    rendered -> delivered
    """
    return await _end(session, job_id, JobState.DELIVERED, now=now, told_at=now)


async def mark_withheld(session: AsyncSession, job_id: int, *, now: dt.datetime) -> bool:
    """Say that every image was flagged, and that the person's message says so.

    rendered -> withheld
    """
    return await _end(session, job_id, JobState.WITHHELD, now=now, told_at=now)


async def fail_job(
    session: AsyncSession, job_id: int, *, code: str, facts: dict[str, Any], now: dt.datetime
) -> bool:
    """End a job that cannot be served, with the reason.

    queued | running | rendered -> failed

    Args:
        session: In a write transaction.
        job_id: Which job.
        code: The stable code of the error.
        facts: What explains it, JSON.
        now: The present instant, aware.
    """
    reason = {"error_code": code, "error_facts": facts}
    return await _end(session, job_id, JobState.FAILED, now=now, **reason)


async def cancel_job(session: AsyncSession, job_id: int, *, now: dt.datetime) -> bool:
    """End a job that its person (or a moderator) no longer wants.

    queued | running -> cancelled
    """
    return await _end(session, job_id, JobState.CANCELLED, now=now)


async def mark_told(session: AsyncSession, job_id: int, *, now: dt.datetime) -> bool:
    """Note that the person's message tells the end of an ended job."""
    told = (update(Job).where(Job.id == job_id, Job.state.in_(ENDS)).values(told_at=now)).returning(
        Job.id
    )
    return (await session.scalars(told)).one_or_none() is not None


async def _end(
    session: AsyncSession, job_id: int, target: JobState, *, now: dt.datetime, **values: Any
) -> bool:
    ended = await move(session, target, Job.id == job_id, ended_at=now, **NO_LEASE, **values)
    return ended is not None
