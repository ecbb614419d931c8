"""Leases: how a job in hand is kept, handed on or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import or_, select, update

from db.credits import end_holds
from db.job_graph import JobState
from db.job_moves import NO_LEASE, lock_first, move, move_all
from db.tables import Job

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from sqlalchemy.ext.asyncio import AsyncSession

ATTEMPTS_EXHAUSTED: Final = "attempts_exhausted"
LEASED: Final = (JobState.RUNNING, JobState.RENDERED)


class RequeueResult(NamedTuple):
    """What became of running jobs whose lease was over, by id."""

    requeued: list[int]
    failed: list[int]


async def renew_leases(
    session: AsyncSession,
    *,
    owner: str,
    job_ids: Collection[int],
    now: dt.datetime,
    lease: dt.timedelta,
) -> list[int]:
    """Prolong the leases of those jobs that ``owner`` really works on and still holds.

    A lease that is over but that nobody has taken is prolonged too; a job that was taken away
    has lost its owner and is left alone. What ``owner`` holds by its row alone, because the
    answer to its claim was lost, is not named: its lease runs out and the job comes back.

    Returns:
        The ids of the jobs that the owner still holds.
    """
    renewed = await session.scalars(
        update(Job)
        .where(Job.id.in_(job_ids), Job.lease_owner == owner, Job.state.in_(LEASED))
        .values(lease_expires_at=now + lease)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    )
    return sorted(renewed)


async def end_leases(session: AsyncSession, *, owner: str, now: dt.datetime) -> None:
    """Let every lease of an ``owner`` that is gone run out at once."""
    held = update(Job).where(Job.lease_owner == owner, Job.state.in_(LEASED))
    await session.execute(
        held.values(lease_expires_at=now).execution_options(synchronize_session=False)
    )


async def claim_rendered(
    session: AsyncSession, *, owner: str, now: dt.datetime, lease: dt.timedelta
) -> Job | None:
    """Take the oldest rendered job that nobody is delivering, to deliver it.

    The state stays rendered. Nobody delivers it when its lease is over or was given back; that
    is how a delivery cut short by a crash is resumed. Concurrent callers get different jobs.
    """
    is_free = (
        Job.state == JobState.RENDERED,
        or_(Job.lease_owner.is_(None), Job.lease_expires_at <= now),
    )
    claimed = await session.scalars(
        update(Job)
        .where(Job.id == lock_first(*is_free), *is_free)
        .values(lease_owner=owner, lease_expires_at=now + lease)
        .returning(Job)
        .execution_options(synchronize_session=False, populate_existing=True)
    )
    return claimed.one_or_none()


async def requeue_job(
    session: AsyncSession,
    job_id: int,
    *,
    owner: str,
    now: dt.datetime,  # noqa: ARG001  every arrow takes the instant; a job that waits again has none
) -> bool:
    """Give a job back whose engine was lost; the attempt stays counted.

    running -> queued

    Whoever calls compares ``attempts`` with the configured bound first and calls ``fail_job``
    once it is reached.
    """
    mine = (Job.id == job_id, Job.lease_owner == owner)
    return await move(session, JobState.QUEUED, *mine, **NO_LEASE) is not None


async def requeue_expired(
    session: AsyncSession, *, now: dt.datetime, max_attempts: int
) -> RequeueResult:
    """Take running jobs back whose owner has kept silent for longer than its lease.

    running -> queued, or running -> failed (``attempts_exhausted``) after ``max_attempts``

    Callers may run at once: rows that another one has locked are skipped.
    """
    expired = (Job.state == JobState.RUNNING, Job.lease_expires_at <= now)
    failed = await move_all(
        session,
        JobState.FAILED,
        *expired,
        Job.attempts >= max_attempts,
        ended_at=now,
        error_code=ATTEMPTS_EXHAUSTED,
        error_facts={"attempts": max_attempts},
        paid=0,
    )
    await end_holds(session, dict.fromkeys(failed, 0), now=now)
    requeued = await move_all(session, JobState.QUEUED, *expired)
    return RequeueResult(requeued=requeued, failed=failed)


async def release_leases(session: AsyncSession, *, owner: str, now: dt.datetime) -> list[int]:
    """Give back at shutdown whatever ``owner`` holds, without counting the attempt.

    running -> queued

    Rendered jobs keep their state and lose the lease, so that the next bot delivers them at once.
    A row that another transaction has locked is left to ``requeue_expired``.

    Returns:
        The ids of the jobs that are queued again.
    """
    free = update(Job).where(Job.state == JobState.RENDERED, Job.lease_owner == owner)
    await session.execute(free.values(lease_owner=None, lease_expires_at=now))
    mine = (Job.state == JobState.RUNNING, Job.lease_owner == owner)
    return await move_all(session, JobState.QUEUED, *mine, attempts=Job.attempts - 1)


async def lease_owners(session: AsyncSession) -> list[str]:
    """List whoever holds a lease on something that is drawn or delivered."""
    owners = select(Job.lease_owner).where(Job.state.in_(LEASED), Job.lease_owner.is_not(None))
    return [owner for owner in await session.scalars(owners.distinct()) if owner]
