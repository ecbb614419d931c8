"""What a waiting job can expect: its place, and when it will be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.lanes import RELAXED
from db.places import read_place, read_work_ahead

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.queueing.pace import Pace
    from db.tables import Job


@dataclass(frozen=True)
class Outlook:
    """A waiting job's prospects.

    Attributes:
        ahead: Jobs of its lane before it.
        is_relaxed: Whether it waits in the relaxed lane.
        seconds: Until it is drawn; None while nothing was drawn that could be measured.
    """

    ahead: int
    is_relaxed: bool = False
    seconds: float | None = None


async def read_outlook(session: AsyncSession, job: Job, pace: Pace) -> Outlook | None:
    """Return what a job can expect now; None when it does not wait."""
    place = await read_place(session, job.id)
    if place is None:
        return None
    work = await read_work_ahead(session, place, job.cost)
    seconds = pace.seconds_until_done(job, work)
    return Outlook(place.ahead, is_relaxed=place.lane == RELAXED, seconds=seconds)
