"""A crowd whose jobs wait: as many as it takes to measure a long queue."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, exists, insert, select, text

from db.job_graph import JobState
from db.lane_marks import mark_lanes
from db.lanes import FAST
from db.tables import CreditAccount, CreditEntry, Flow, Job, Lane, LaneMark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from sqlalchemy.ext.asyncio import AsyncSession

    from db.connection import Database

NOW: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
GUILD: Final = 1
EACH: Final = 20  # jobs of one person
CHUNK: Final = 2_000  # rows of one statement, so that memory stays flat
FIRST_USER: Final = 10_000
PARAMS: Final[dict[str, Any]] = {"prompt": "a red apple", "seed": 7}
COSTS: Final = (
    100,
    400,
    400,
    400,
    1_000,
    1_600,
    3_600,
)  # thousandths; most people ask for 20 steps


async def is_used(database: Database) -> bool:
    """Return whether anybody has ever ordered anything here."""
    async with database.read() as session:
        return bool(await session.scalar(select(exists().where(Job.id > 0))))


async def fill(database: Database, num_jobs: int, rng: Random) -> None:
    """Let ``num_jobs`` wait, tagged as if they had been ordered one after the other."""
    rows = _rows(num_jobs, rng)
    for start in range(0, num_jobs, CHUNK):
        chunk = [next(rows) for _ in range(min(CHUNK, num_jobs - start))]
        async with database.begin() as session:
            await session.execute(insert(Job), chunk)
    async with database.begin() as session:
        await session.execute(text("ANALYZE"))  # as PostgreSQL's autovacuum does by itself
        await mark_lanes(session, now=NOW, interval=dt.timedelta())


async def clear(database: Database) -> None:
    """Take away everything that was measured with."""
    async with database.begin() as session:
        await _clear(session)


async def _clear(session: AsyncSession) -> None:
    for table in (CreditEntry, CreditAccount, Job, Flow, Lane, LaneMark):
        await session.execute(delete(table))


def _rows(num_jobs: int, rng: Random) -> Iterator[dict[str, Any]]:
    """Yield rows of jobs, person after person in turns; tags as ``db.lanes.tag`` gives them."""
    num_users = -(-num_jobs // EACH)
    finishes = [0] * num_users
    for number in range(num_jobs):
        user = number % num_users
        start, cost = finishes[user], rng.choice(COSTS)
        finishes[user] = start + cost
        yield {
            "state": JobState.QUEUED,
            "kind": "imagine",
            "guild_id": GUILD,
            "channel_id": 1,
            "user_id": FIRST_USER + user,
            "interaction_id": number + 1,
            "params": PARAMS,
            "num_images": 1,
            "locale": "en-US",
            "created_at": NOW,
            "lane": FAST,
            "start_tag": start,
            "finish_tag": finishes[user],
            "cost": cost,
        }
