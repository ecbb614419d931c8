"""The life of a job: one function an arrow of ``db.job_graph``, each a single statement.

No function commits; the caller's transaction does. The state is repeated in every ``WHERE``, so
that of several callers only one moves a job, whatever the isolation: the others get False or None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select
from sqlalchemy.orm import aliased

from db.admission import Admitted, NewJob, Terms, admit_job, create_job
from db.job_ends import (
    cancel_job,
    fail_job,
    mark_delivered,
    mark_told,
    mark_withheld,
    note_work,
)
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
from db.job_moves import lock_first, move
from db.job_reads import (
    count_by_state,
    count_waiting,
    images_of_day,
    read_job,
    read_job_by_message,
    require_job,
    untold_jobs,
)
from db.lanes import note_claim, take_turn
from db.places import Place, read_end, read_place
from db.tables import Guild, Job

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession

__all__ = [
    "ARROWS",
    "ATTEMPTS_EXHAUSTED",
    "ENDS",
    "Admitted",
    "JobState",
    "NewJob",
    "Place",
    "RequeueResult",
    "Terms",
    "admit_job",
    "cancel_job",
    "claim_job",
    "claim_rendered",
    "count_by_state",
    "count_waiting",
    "create_job",
    "end_leases",
    "fail_job",
    "images_of_day",
    "lease_owners",
    "mark_delivered",
    "mark_rendered",
    "mark_told",
    "mark_withheld",
    "note_work",
    "read_end",
    "read_job",
    "read_job_by_message",
    "read_place",
    "release_leases",
    "renew_leases",
    "requeue_expired",
    "requeue_job",
    "require_job",
    "untold_jobs",
]


async def claim_job(
    session: AsyncSession,
    *,
    owner: str,
    now: dt.datetime,
    lease: dt.timedelta,
    max_running: int | None = None,
) -> Job | None:
    """Take the queued job whose turn it is (``db.lanes``) until the lease runs out.

    queued -> running

    Safe to call from many processes at once: claims follow each other (``take_turn``), and skip
    rows that somebody else has locked.

    Args:
        session: In a write transaction; others see the claim after the commit.
        owner: Who holds the lease, as ``host:pid``.
        now: The present instant, aware.
        lease: How long the owner may keep silent before ``requeue_expired`` takes the job back.
        max_running: Jobs of one person that may run at once, in a guild that has set its own
            bound so many at most; what is over it waits for one of them to end. None lets any
            number run.

    Returns:
        The job with its ``attempts`` already counted up and ``started_at`` at this attempt's
        start, or None when none is queued.
    """
    turn = await take_turn(session)
    for lane in turn.lanes:
        waits = [Job.state == JobState.QUEUED, Job.lane == lane]
        if max_running is not None:
            waits.append(_num_running_beside() < max_running)
            waits.append(_has_room_here())
        job = await move(
            session,
            JobState.RUNNING,
            Job.id == lock_first(*waits, order=(Job.start_tag, Job.id)),
            attempts=Job.attempts + 1,
            lease_owner=owner,
            lease_expires_at=now + lease,
            started_at=now,
            work=0,
        )
        if job:
            await note_claim(session, job, turn)
            return job
    return None


def _num_running_beside() -> ScalarSelect[int]:
    other = aliased(Job)
    running = select(func.count()).where(
        other.user_id == Job.user_id, other.state == JobState.RUNNING
    )
    return running.correlate(Job).scalar_subquery()


def _has_room_here() -> ColumnElement[bool]:
    """Tell whether the job's guild lets another job of its person run."""
    other = aliased(Job)
    running = select(func.count()).where(
        other.user_id == Job.user_id,
        other.state == JobState.RUNNING,
        other.guild_id == Job.guild_id,
    )
    bound = select(Guild.max_running).where(Guild.id == Job.guild_id)
    most = bound.correlate(Job).scalar_subquery()
    return or_(most.is_(None), running.correlate(Job).scalar_subquery() < most)


async def mark_rendered(
    session: AsyncSession,
    job_id: int,
    *,
    owner: str,
    model_hash: str,
    now: dt.datetime,
    work: int = 0,
) -> bool:
    """Say that every image is on disk and recorded; the lease stays for the delivery.

    running -> rendered

    Args:
        session: In a write transaction; the caller commits.
        job_id: Which job.
        owner: Who must hold the lease.
        model_hash: What drew it.
        now: The present instant, aware.
        work: What all its images took, in thousandths of a credit; less than what is held where
            that was reckoned before the model was known. 0 where nobody knows better.

    Returns:
        False when ``owner`` no longer holds the job: it was cancelled, failed, or its lease was
        over and somebody else has it. What was drawn is then dropped.
    """
    mine = (Job.id == job_id, Job.lease_owner == owner)
    values = {"model_hash": model_hash, "rendered_at": now, "work": work}
    moved = await move(session, JobState.RENDERED, *mine, **values)
    return moved is not None
