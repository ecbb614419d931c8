"""Measures the queue of a database: claims, places, holds and fairness."""

from __future__ import annotations

import asyncio
import resource
import time
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Final

import msgspec

from bot.bench import crowd, fairness
from bot.bench.crowd import NOW
from db.accounts import Allowance
from db.jobs import Terms, admit_job, read_place

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from db.connection import Database

CALLS: Final = 300
NUM_HOLDS: Final = 200
HOLDER: Final = 5
ONE_CREDIT: Final = 1_000
ALLOWANCE: Final = Allowance(capacity=100 * ONE_CREDIT, per_day=0)


class QueueReport(msgspec.Struct, frozen=True, kw_only=True):
    """What ``atelier bench queue --json`` prints.

    Attributes:
        claim_p50_ms: Median time of a claim with its commit, while ``waiting`` jobs wait.
        claim_p99_ms: Of a hundred claims one takes longer.
        position_p99_ms: Of a hundred questions for a job's place one takes longer.
        holds_granted: Of 200 orders of one credit at once, on an allowance of 100.
        jain: Jain's index over the work served to twenty people who all wait for more.
        small_start_max_credits: The most work that began between a small order and its start,
            behind somebody's 50 jobs of 9 images and 150 steps.
        waiting: Jobs that waited while claims and places were measured.
        rss_mb: The most memory this process took, in MiB.
        database: ``sqlite`` or ``postgresql``.
    """

    claim_p50_ms: float
    claim_p99_ms: float
    position_p99_ms: float
    holds_granted: int
    jain: float
    small_start_max_credits: float
    waiting: int
    rss_mb: float
    database: str


async def measure_queue(database: Database, *, waiting: int) -> QueueReport:
    """Measure on a migrated database in which nobody has ever ordered anything; it is left empty.

    Args:
        database: With at least as many connections as a bot has.
        waiting: Jobs to let wait.
    """
    rng = Random(7)  # noqa: S311  the same crowd every time, and no secret
    try:
        held = await _grant(database)
        await crowd.clear(database)
        small_start = await fairness.flood(database)
        await crowd.clear(database)
        jain = await fairness.share_out(database, rng)
        await crowd.clear(database)
        claims, places = await _measure_long(database, waiting, rng)
    finally:
        await crowd.clear(database)
    return QueueReport(
        claim_p50_ms=_percentile(claims, 50),
        claim_p99_ms=_percentile(claims, 99),
        position_p99_ms=_percentile(places, 99),
        holds_granted=held,
        jain=round(jain, 4),
        small_start_max_credits=small_start / ONE_CREDIT,
        waiting=waiting,
        rss_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        database=database.dialect,
    )


def queue_table(report: QueueReport) -> str:
    """Return a report as people read it."""
    rows = msgspec.to_builtins(report)
    return "\n".join(f"{name:24} {value}" for name, value in rows.items())


async def _grant(database: Database) -> int:
    """Order for one person as often as it goes, all at once; return how often it went."""
    orders = (_order_on_credit(database, number) for number in range(NUM_HOLDS))
    return sum(await asyncio.gather(*orders))


async def _order_on_credit(database: Database, number: int) -> bool:
    new = fairness.new_job(HOLDER, ONE_CREDIT, number)
    async with database.begin() as session:
        admitted = await admit_job(session, new, Terms(allowance=ALLOWANCE), now=NOW)
    return admitted.lacking is None


async def _measure_long(
    database: Database, waiting: int, rng: Random
) -> tuple[list[float], list[float]]:
    """Claim from a long queue and ask for places in it, in turns; return both in milliseconds."""
    await crowd.fill(database, waiting, rng)
    claims, places = [], []
    first = await fairness.claim(database)
    first_id = first.id if first else 0
    for _ in range(CALLS):
        claims.append(await _timed(partial(fairness.claim, database)))
        job_id = first_id + rng.randrange(max(waiting, 1))
        places.append(await _timed(partial(_ask, database, job_id)))
    return claims, places


async def _ask(database: Database, job_id: int) -> None:
    async with database.read() as session:
        await read_place(session, job_id)


async def _timed(call: Callable[[], Awaitable[object]]) -> float:
    begun = time.perf_counter()
    await call()
    return (time.perf_counter() - begun) * 1000


def _percentile(values: Sequence[float], percent: int) -> float:
    """Return the smallest value that so many in a hundred do not pass, to a hundredth."""
    ordered = sorted(values)
    return round(ordered[-(-len(ordered) * percent // 100) - 1], 2)
