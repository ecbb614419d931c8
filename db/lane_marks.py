"""Sets the milestones by which a place in a long lane is found quickly (``db.places``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import BigInteger, Select, cast, delete, func, insert, literal, select, update

from db.accounts import milliseconds
from db.inserts import insert_unless_there
from db.job_graph import JobState
from db.lanes import FAST, RELAXED
from db.tables import Job, Lane, LaneMark

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.ext.asyncio import AsyncSession

SPACING: Final = 200  # jobs from one mark to the next
MARKED_FROM: Final = 2_000  # jobs in a lane; below it counting them all is quick


async def mark_lanes(session: AsyncSession, *, now: dt.datetime, interval: dt.timedelta) -> None:
    """Set the marks of long lanes anew, where nobody has done it for ``interval``.

    Of several bots one does it; 100 000 waiting jobs take a fraction of a second.
    """
    for lane in (FAST, RELAXED):
        await insert_unless_there(session, Lane, {"name": lane}, key=("name",))
        due = update(Lane).where(Lane.name == lane, Lane.marked_ms <= milliseconds(now - interval))
        taken = due.values(marked_ms=milliseconds(now)).returning(Lane.name)
        if (await session.scalars(taken)).one_or_none():
            await session.execute(delete(LaneMark).where(LaneMark.lane == lane))
            if await _is_long(session, lane):
                names = ["lane", "start_tag", "job_id", "ahead", "work"]
                await session.execute(insert(LaneMark).from_select(names, _marks(lane)))


async def _is_long(session: AsyncSession, lane: str) -> bool:
    queued = select(Job.id).where(Job.state == JobState.QUEUED, Job.lane == lane)
    late = queued.order_by(Job.start_tag, Job.id).offset(MARKED_FROM - 1).limit(1)
    return await session.scalar(late) is not None


def _marks(lane: str) -> Select[tuple[str, int, int, int, int]]:
    order = (Job.start_tag, Job.id)
    ahead = func.row_number().over(order_by=order) - 1
    work = func.sum(Job.cost).over(order_by=order, rows=(None, -1))
    numbered = (
        select(
            Job.start_tag,
            Job.id,
            ahead.label("ahead"),
            cast(func.coalesce(work, 0), BigInteger).label("work"),
        )
        .where(Job.state == JobState.QUEUED, Job.lane == lane)
        .subquery()
        .c
    )
    marks = select(literal(lane), numbered.start_tag, numbered.id, numbered.ahead, numbered.work)
    return marks.where(numbered.ahead % SPACING == 0, numbered.ahead > 0)
