"""The fair order: start-time fair queueing over people, in a fast and a relaxed lane.

Source: Goyal, Vin, Cheng 1996, "Start-time Fair Queuing". A flow is one person in one guild; for
its k-th job of cost l and weight w, start S_k = max(V, F_(k-1)) and finish F_k = S_k + l / w. Jobs
are claimed by the smallest start tag, ties by id. V is the start tag of the job claimed last; when
a lane has run empty, V is the largest finish tag served.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import ScalarSelect, Update, case, select, update
from sqlalchemy.dialects import postgresql, sqlite

from db.accounts import NO_GUILD
from db.arithmetic import big, larger
from db.inserts import insert_unless_there
from db.job_graph import JobState
from db.tables import Flow, Job, Lane

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

FAST: Final = "fast"
RELAXED: Final = "relaxed"
USUAL_WEIGHT: Final = 100
RELAXED_TURN: Final = 4  # work that the fast lane gets for each that the relaxed one gets
NUM_LANES: Final = 2


class Turn(NamedTuple):
    """Whose turn it is.

    Attributes:
        lanes: Those with waiting jobs, in the order in which a claim looks into them.
        debt: Fast work still to be done before it is the relaxed lane's turn.
    """

    lanes: list[str]
    debt: int


class _Seen(NamedTuple):
    first: int | None
    debt: int
    is_behind: bool


async def tag(session: AsyncSession, job: Job, lane: str, *, weight: int) -> tuple[int, int]:
    """Give the next job of a flow its start and finish tag; one statement.

    Jobs of one flow are tagged one after the other: the flow's row stays locked until the commit.
    """
    share = -(-job.cost * USUAL_WEIGHT // weight)
    key = {"guild_id": job.guild_id or NO_GUILD, "user_id": job.user_id, "lane": lane}
    virtual = await session.scalar(select(Lane.start_tag).where(Lane.name == lane)) or 0
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(Flow).values(**key, finish=virtual + share)
    tagged = statement.on_conflict_do_update(
        index_elements=list(key),
        set_={"finish": larger(Flow.finish, big(virtual)) + big(share)},
    )
    finish = (await session.scalars(tagged.returning(Flow.finish))).one()
    return finish - share, finish


async def give_back_share(session: AsyncSession, job: Job) -> None:
    """Shorten the flow of a job that ended before it was ever claimed; V does not move."""
    flow = (Flow.guild_id == (job.guild_id or NO_GUILD), Flow.user_id == job.user_id)
    shorter = update(Flow).where(*flow, Flow.lane == job.lane)
    share = job.finish_tag - job.start_tag
    await session.execute(
        shorter.values(finish=Flow.finish - share), execution_options=_UNSYNCHRONIZED
    )


async def take_turn(session: AsyncSession) -> Turn:
    """Return in which order a claim looks into the lanes that have waiting jobs.

    The fast lane first, but after each relaxed job only for ``RELAXED_TURN`` times that job's
    work: then it is the relaxed lane's turn, so that it always moves.

    The lanes' rows stay locked until the commit: on PostgreSQL too one claim follows the other,
    and each sees what the one before it has let run.
    """
    lanes = await _locked_lanes(session)
    if len(lanes) < NUM_LANES:
        await _open_lanes(session)
        lanes = await _locked_lanes(session)
    for name, lane in lanes.items():
        if lane.is_behind and lane.first is None:
            await note_empty(session, name)
    debt = lanes[RELAXED].debt
    order = (FAST, RELAXED) if debt else (RELAXED, FAST)
    return Turn([name for name in order if lanes[name].first is not None], debt)


async def note_claim(session: AsyncSession, job: Job, turn: Turn) -> None:
    """Move V to a claimed job, and count its work for or against the relaxed lane's turn."""
    await session.execute(_lane(job.lane).values(_moved_to(job)), execution_options=_UNSYNCHRONIZED)
    if job.lane == FAST and turn.debt:
        left = max(turn.debt - job.cost, 0)
        await session.execute(_lane(RELAXED).values(debt=left), execution_options=_UNSYNCHRONIZED)


async def _locked_lanes(session: AsyncSession) -> dict[str, _Seen]:
    first = case((Lane.name == FAST, _first_in(FAST)), else_=_first_in(RELAXED))
    seen = select(Lane.name, first, Lane.debt, Lane.start_tag < Lane.finish).order_by(Lane.name)
    rows = await session.execute(seen.with_for_update(of=Lane))
    return {row[0]: _Seen(*row[1:]) for row in rows}


async def _open_lanes(session: AsyncSession) -> None:
    """Make the rows of the lanes that nobody has used before."""
    for name in (FAST, RELAXED):
        await insert_unless_there(session, Lane, {"name": name}, key=("name",))


async def note_empty(session: AsyncSession, lane: str) -> None:
    """Let V catch up with all that was served, if really nothing waits in the lane.

    Whoever had the service for himself while nobody else asked is not held back for it later.
    """
    waiting = select(Job.id).where(Job.state == JobState.QUEUED, Job.lane == lane)
    caught_up = _lane(lane).where(Lane.start_tag < Lane.finish, ~waiting.exists())
    await session.execute(
        caught_up.values(start_tag=Lane.finish, job_id=0), execution_options=_UNSYNCHRONIZED
    )


def _first_in(lane: str) -> ScalarSelect[int]:
    """Return the job at a lane's head, found by the order's index without any counting."""
    waiting = select(Job.id).where(Job.state == JobState.QUEUED, Job.lane == lane)
    return waiting.order_by(Job.start_tag, Job.id).limit(1).scalar_subquery()


def _moved_to(job: Job) -> dict[str, Any]:
    is_later = Lane.start_tag <= job.start_tag
    values: dict[str, Any] = {
        "start_tag": case((is_later, big(job.start_tag)), else_=Lane.start_tag),
        "job_id": case((is_later, big(job.id)), else_=Lane.job_id),
        "finish": larger(Lane.finish, big(job.finish_tag)),
    }
    return values | ({"debt": RELAXED_TURN * job.cost} if job.lane == RELAXED else {})


def _lane(name: str) -> Update:
    return update(Lane).where(Lane.name == name)


_UNSYNCHRONIZED: Final = {"synchronize_session": False}
