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
from db.lanes import FAST, RELAXED, RELAXED_TURN
from db.tables import Job, Lane, LaneMark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.ext.asyncio import AsyncSession

END: Final = 2**62  # behind every tag
BOTH: Final = 2  # marks that a long lane's place lies beside


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
    waiting = (
        select(Job.lane, Job.start_tag, Lane.start_tag, Lane.job_id)
        .join(Lane, Lane.name == Job.lane, isouter=True)
        .where(Job.id == job_id, Job.state == JobState.QUEUED)
    )
    row = (await session.execute(waiting)).one_or_none()
    if row is None:
        return None
    return await _place(session, row[0], _Key(row[1], job_id), _Key(row[2] or 0, row[3] or 0))


async def read_end(session: AsyncSession, lane: str) -> Place:
    """Return the place behind everybody who waits in a lane."""
    served = select(Lane.start_tag, Lane.job_id).where(Lane.name == lane)
    row = (await session.execute(served)).one_or_none() or (0, 0)
    return await _place(session, lane, _Key(END, 0), _Key(row[0], row[1]))


async def read_work_ahead(session: AsyncSession, place: Place, cost: int) -> int:
    """Return the work before a job's end begins, in thousandths: what runs, and both lanes' part.

    Args:
        session: Any.
        place: Of the job.
        cost: Of the job itself.
    """
    other = await read_end(session, FAST if place.lane == RELAXED else RELAXED)
    if place.lane == RELAXED:
        overtaking = min(other.work, RELAXED_TURN * (place.work + cost))
    else:
        overtaking = min(other.work, place.work // RELAXED_TURN)
    left = select(func.coalesce(func.sum(Job.cost - Job.work), 0))
    running = await session.scalar(left.where(Job.state == JobState.RUNNING))
    return place.work + overtaking + int(running or 0)


async def count_queued(session: AsyncSession) -> int:
    """Count the jobs that wait, in both lanes."""
    ends = [await read_end(session, lane) for lane in (FAST, RELAXED)]
    return sum(end.ahead for end in ends)


async def _place(session: AsyncSession, lane: str, key: _Key, served: _Key) -> Place:
    marks = await _marks_around(session, lane, key, served)
    if len(marks) < BOTH or marks[1].key <= marks[0].key:
        return Place(lane, *(await _count(session, lane, _before(key))))
    first, last = marks
    ranges = (*_before(first.key), *_between(last.key, key))
    jobs, work = await _count(session, lane, ranges)
    return Place(lane, jobs + last.ahead - first.ahead, work + last.work - first.work)


async def _marks_around(session: AsyncSession, lane: str, key: _Key, served: _Key) -> list[_Mark]:
    """Return the first mark that service has not reached, and the last one up to a key."""
    order = (LaneMark.start_tag, LaneMark.job_id)
    marks = select(*order, LaneMark.ahead, LaneMark.work).where(LaneMark.lane == lane)
    backwards = (column.desc() for column in order)
    first = marks.where(tuple_(*order) > _tuple(served)).order_by(*order).limit(1)
    last = marks.where(tuple_(*order) <= _tuple(key)).order_by(*backwards).limit(1)
    both = union_all(*(select(one.subquery()) for one in (first, last)))
    return [_Mark(_Key(row[0], row[1]), row[2], row[3]) for row in await session.execute(both)]


async def _count(
    session: AsyncSession, lane: str, ranges: Iterable[ColumnElement[bool]]
) -> tuple[int, int]:
    """Count the waiting jobs of a lane in some ranges of its order, and add up their work."""
    counted = select(func.count(), func.coalesce(func.sum(Job.cost), 0))
    queued = counted.where(Job.state == JobState.QUEUED, Job.lane == lane)
    rows = list(await session.execute(union_all(*(queued.where(one) for one in ranges))))
    return sum(int(row[0]) for row in rows), sum(int(row[1]) for row in rows)


def _before(end: _Key) -> tuple[ColumnElement[bool], ...]:
    """Return the part of the order before a key, in pieces that the index answers wholly."""
    tag = big(end.start_tag)
    return Job.start_tag < tag, and_(Job.start_tag == tag, Job.id < end.job_id)


def _between(start: _Key, end: _Key) -> tuple[ColumnElement[bool], ...]:
    """Return the half-open part [start, end) of the order, in such pieces."""
    first, last = big(start.start_tag), big(end.start_tag)
    if start.start_tag == end.start_tag:
        inside = Job.id >= start.job_id, Job.id < end.job_id
        return (and_(Job.start_tag == first, *inside),)
    return (
        and_(Job.start_tag == first, Job.id >= start.job_id),
        and_(Job.start_tag > first, Job.start_tag < last),
        and_(Job.start_tag == last, Job.id < end.job_id),
    )


def _tuple(key: _Key) -> Tuple:
    return tuple_(*(big(number) for number in key))
