"""Where a job stands in its lane: exactly near both ends, by milestones in between.

Counting a hundred thousand rows for every answer would be slow, so a long lane has a mark at
every ``SPACING``-th job (``mark_lanes``, every few seconds). A place is then a short count at the
front, the distance of two marks, and a short count behind the second one. Only what joined or
left between the two marks since they were set is missing from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Tuple,
    and_,
    func,
    select,
    tuple_,
    union_all,
)

from db.arithmetic import big
from db.job_graph import JobState
from db.lanes import FAST, RELAXED
from db.tables import Job, Lane, LaneMark

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

END: Final = 2**62  # behind every tag


class Place(NamedTuple):
    """A place in a lane.

    Attributes:
        lane: ``fast`` or ``relaxed``.
        ahead: Jobs of the lane that are claimed before it.
        work: Their work, in thousandths of a credit.
    """

    lane: str
    ahead: int
    work: int


class _Key(NamedTuple):
    start_tag: int
    job_id: int


class _Mark(NamedTuple):
    key: _Key
    ahead: int
    work: int


async def read_place(session: AsyncSession, job_id: int) -> Place | None:
    """Return where a job stands; None when it does not wait."""
    waiting = select(Job.lane, Job.start_tag).where(Job.id == job_id, Job.state == JobState.QUEUED)
    row = (await session.execute(waiting)).one_or_none()
    return await _place(session, row[0], _Key(row[1], job_id)) if row else None


async def read_end(session: AsyncSession, lane: str) -> Place:
    """Return the place behind everybody who waits in a lane."""
    return await _place(session, lane, _Key(END, 0))


async def count_queued(session: AsyncSession) -> int:
    """Count the jobs that wait, in both lanes."""
    ends = [await read_end(session, lane) for lane in (FAST, RELAXED)]
    return sum(end.ahead for end in ends)


async def _place(session: AsyncSession, lane: str, key: _Key) -> Place:
    first, last = await _marks_around(session, lane, key)
    if first is None or last is None or last.key <= first.key:
        return Place(lane, *(await _count(session, lane, _in_order(None, key))))
    ends = _in_order(None, first.key), _in_order(last.key, key)
    jobs, work = await _count(session, lane, *ends)
    return Place(lane, jobs + last.ahead - first.ahead, work + last.work - first.work)


async def _marks_around(
    session: AsyncSession, lane: str, key: _Key
) -> tuple[_Mark | None, _Mark | None]:
    """Return the first mark that service has not reached, and the last one up to a key."""
    order = (LaneMark.start_tag, LaneMark.job_id)
    served = select(Lane.start_tag, Lane.job_id).where(Lane.name == lane)
    front = _Key(*((await session.execute(served)).one_or_none() or (0, 0)))
    marks = select(*order, LaneMark.ahead, LaneMark.work).where(LaneMark.lane == lane)
    first = marks.where(tuple_(*order) > _tuple(front)).order_by(*order).limit(1)
    backwards = (column.desc() for column in order)
    last = marks.where(tuple_(*order) <= _tuple(key)).order_by(*backwards).limit(1)
    rows = [(await session.execute(mark)).one_or_none() for mark in (first, last)]
    found = [row and _Mark(_Key(row[0], row[1]), row[2], row[3]) for row in rows]
    return found[0], found[1]


async def _count(session: AsyncSession, lane: str, *ranges: ColumnElement[bool]) -> tuple[int, int]:
    """Count the waiting jobs of a lane in some ranges of its order, and add up their work."""
    counted = select(func.count(), func.coalesce(func.sum(Job.cost), 0))
    queued = counted.where(Job.state == JobState.QUEUED, Job.lane == lane)
    rows = list(await session.execute(union_all(*(queued.where(one) for one in ranges))))
    return sum(int(row[0]) for row in rows), sum(int(row[1]) for row in rows)


def _in_order(start: _Key | None, end: _Key) -> ColumnElement[bool]:
    """Return the half-open range [start, end) of the order; None starts at its beginning."""
    order = tuple_(Job.start_tag, Job.id)
    before = order < _tuple(end)
    return before if start is None else and_(order >= _tuple(start), before)


def _tuple(key: _Key) -> Tuple:
    return tuple_(*(big(number) for number in key))
