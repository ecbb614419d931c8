"""How an order becomes a waiting job: its row, its hold and its place, in one transaction."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, select, update

from db.credits import hold
from db.inserts import insert_unless_there
from db.job_graph import JobState
from db.lanes import FAST, RELAXED, USUAL_WEIGHT, tag
from db.tables import Job

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession

    from db.accounts import Allowance, Standing


@dataclass(frozen=True, kw_only=True)
class NewJob:
    """What a person asked for, before it is a row.

    Attributes:
        kind: What made it: ``imagine``, ``reroll``, ``variation``.
        message_id: The message that acknowledged the command, when it is known.
        interaction_id: Discord's; the same interaction twice is one job.
        parent_image_id: The image it was derived from.
        params: ``GenerationParams`` as builtins, without pictures.
        cost: The network's work, in thousandths of a credit; a multiple of ``num_images``.
        is_private: Whether its person alone may see it.
        is_reachable: Whether the bot's own token reaches its message.
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
    cost: int = 0
    is_private: bool = False
    is_reachable: bool = True


@dataclass(frozen=True)
class Terms:
    """On what terms a person's jobs are drawn.

    Attributes:
        allowance: The person's; None draws for nothing.
        pool: The whole guild's; None without one.
        weight: Share of the service beside others, of which 100 is usual.
        has_relaxed: Whether those out of credits are drawn for nothing, after the others.
    """

    allowance: Allowance | None = None
    pool: Allowance | None = None
    weight: int = USUAL_WEIGHT
    has_relaxed: bool = False


class Admitted(NamedTuple):
    """What became of an order.

    Attributes:
        job: The waiting job; roll the transaction back if it must not be.
        is_new: False when this interaction had made the job before.
        lacking: The account that has too little; the job then waits in the relaxed lane, or
            must not be.
        num_waiting: Jobs of this person that wait, this one included.
    """

    job: Job
    is_new: bool
    lacking: Standing | None
    num_waiting: int


async def create_job(session: AsyncSession, new: NewJob, *, now: dt.datetime) -> Job:
    """Record a job as queued, free of charge, or return the one this interaction already made.

    (nothing) -> queued

    Two callers with the same interaction get the same row on both dialects; PostgreSQL lets the
    second wait until the first has committed.
    """
    return (await admit_job(session, new, Terms(), now=now)).job


async def admit_job(
    session: AsyncSession, new: NewJob, terms: Terms, *, now: dt.datetime
) -> Admitted:
    """Record a job as queued, hold its cost, and give it its place in the fair order.

    (nothing) -> queued

    The caller refuses by raising: nothing of it then happened. Callers for the same person here
    wait for each other once they reach the person's account or flow, so ``num_waiting`` is right.

    Args:
        session: In a write transaction; the caller commits.
        new: What is asked for.
        terms: On what terms.
        now: The present instant, aware.
    """
    values = {**asdict(new), "state": JobState.QUEUED, "created_at": now}
    job = await insert_unless_there(session, Job, values, key=("interaction_id",))
    if job is None:
        same = select(Job).where(Job.interaction_id == new.interaction_id)
        job = (await session.scalars(same)).one()
        return Admitted(job, is_new=False, lacking=None, num_waiting=0)
    lacking = await _hold(session, job, terms, now=now)
    job = await _place(session, job, terms, is_paid_for=bool(terms.allowance) and not lacking)
    num_waiting = await _num_waiting(session, job.user_id)
    return Admitted(job, is_new=True, lacking=lacking, num_waiting=num_waiting)


async def _hold(
    session: AsyncSession, job: Job, terms: Terms, *, now: dt.datetime
) -> Standing | None:
    if terms.allowance is None:
        return None
    return await hold(session, job, job.cost, allowance=terms.allowance, pool=terms.pool, now=now)


async def _place(session: AsyncSession, job: Job, terms: Terms, *, is_paid_for: bool) -> Job:
    lane = RELAXED if terms.allowance and not is_paid_for else FAST
    start_tag, finish_tag = await tag(session, job, lane, weight=terms.weight)
    placed = update(Job).where(Job.id == job.id)
    placed = placed.values(lane=lane, start_tag=start_tag, finish_tag=finish_tag)
    placed = placed.values(price=job.cost if is_paid_for else 0).returning(Job)
    options = {"synchronize_session": False, "populate_existing": True}
    return (await session.scalars(placed, execution_options=options)).one()


async def _num_waiting(session: AsyncSession, user_id: int) -> int:
    waiting = select(func.count()).select_from(Job)
    waiting = waiting.where(Job.user_id == user_id, Job.state == JobState.QUEUED)
    return (await session.scalars(waiting)).one()
