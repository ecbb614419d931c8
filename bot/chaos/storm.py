"""Runs a storm from an empty database to its verdict."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import structlog

from bot.chaos.crowd import Crowd
from bot.chaos.report import Report
from bot.chaos.service import Service, running_playground
from bot.chaos.verdict import MAX_REMARKS, judge
from bot.chaos.victims import Victims
from bot.clock import SystemClock
from bot.errors import StartError
from bot.tasks import Tasks
from db.acknowledgements import open_acknowledgements
from db.connection import Database
from db.errors import DatabaseError
from db.jobs import JobState, count_by_state, untold_jobs
from db.migrate import upgrade

if TYPE_CHECKING:
    from collections import Counter
    from pathlib import Path

    from bot.chaos.verdict import Verdict

log = structlog.stdlib.get_logger(__name__)

NUM_PEOPLE: Final = 12
MAX_ON_THE_WAY: Final = 40  # jobs; more would only wait for the channels' turns
LOOK_SECONDS: Final = 0.5
QUIET_LOOKS: Final = 4  # in a row
START_SECONDS: Final = 120.0
AIM_SECONDS: Final = 0.8  # a kill after a burst falls into some part of the way of a job
BURST: Final = 3
UNDER_WAY: Final = (JobState.QUEUED, JobState.RUNNING, JobState.RENDERED)


@dataclass(frozen=True)
class Storm:
    """How hard it blows.

    Attributes:
        database_url: Where the jobs are; without one a SQLite file in ``folder``.
        folder: For configuration, pictures and logs.
        kills: How many.
        model_kills: How many of them, the last ones, with the embedded model.
        seconds_between: Mean time between two kills of the stub.
        per_second: Commands and presses a second.
        quiet_seconds: What the service gets to come to rest.
        seed: Of everything random.
    """

    database_url: str
    folder: Path
    kills: int
    model_kills: int = 0
    seconds_between: float = 3.5
    per_second: float = 1.0
    quiet_seconds: float = 240.0
    seed: int = 0


async def blow(storm: Storm) -> Report:
    """Kill, wait for quiet, and hold rows, files and messages side by side.

    Raises:
        bot.errors.StartError: The database holds jobs already.
        db.errors.DatabaseStartError: It cannot be used.
    """
    clock, rng = SystemClock(), Random(storm.seed)  # noqa: S311  instants, no secrets
    begun = clock.monotonic()
    await asyncio.to_thread(upgrade, storm.database_url)
    async with AsyncExitStack() as stack:
        database = Database.open(storm.database_url, pool_size=2)
        stack.push_async_callback(database.close)
        await _require_empty(database)
        address = await stack.enter_async_context(running_playground(storm.folder))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        crowd = Crowd(http, address, rng)
        await crowd.gather(NUM_PEOPLE)
        service = Service(storm.folder, address, _sections(storm, "stub"))
        victims = Victims(service, database, rng)
        await _rage(storm, crowd, service, victims, database)
        verdict = await judge(
            database, storm.folder / "images", await crowd.all_messages(), crowd.commands
        )
        seconds = clock.monotonic() - begun
        return _report(
            storm,
            verdict,
            killed=victims.killed,
            commands=len(crowd.commands),
            seconds=seconds,
        )


async def _rage(
    storm: Storm, crowd: Crowd, service: Service, victims: Victims, database: Database
) -> None:
    """Kill until enough is killed, then let everything come to rest."""
    tasks, rng = Tasks(), Random(storm.seed + 1)  # noqa: S311
    tasks.spawn(service.keep_running(), name="service")
    tasks.spawn(_pace(crowd, database), name="pace")
    acting = tasks.spawn(crowd.act(storm.per_second), name="crowd")
    try:
        await _wait_first(crowd, database)
        for number in range(storm.kills):
            if number == storm.kills - storm.model_kills and storm.model_kills:
                await _change_runner(storm, crowd, service, database)
            await _kill_once(
                storm, crowd, victims, rng, slow=number >= storm.kills - storm.model_kills
            )
        acting.cancel()
        await _wait_quiet(storm, database)
        await service.stop()
    finally:
        await tasks.close()


async def _change_runner(storm: Storm, crowd: Crowd, service: Service, database: Database) -> None:
    """Go on with the embedded model, which could not draw the sizes that the stub has taken."""
    crowd.is_closed = True
    await _wait_quiet(storm, database)
    service.configure(_sections(storm, "torch"))
    await service.restart()
    crowd.is_closed = False


async def _kill_once(
    storm: Storm, crowd: Crowd, victims: Victims, rng: Random, *, slow: bool
) -> None:
    """Wait a random while, let a few people act at once, and kill while that is on its way."""
    mean = storm.seconds_between * (4 if slow else 1)
    while True:
        await asyncio.sleep(min(rng.expovariate(1 / mean), 3 * mean))
        for _ in range(BURST):
            await crowd.act_once()
        await asyncio.sleep(rng.uniform(0, AIM_SECONDS * (4 if slow else 1)))
        with suppress(OSError):
            if await victims.kill_one():
                log.info("killed", killed=dict(victims.killed))
                return


async def _pace(crowd: Crowd, database: Database) -> None:
    """Let the crowd rest while enough is on its way."""
    while True:
        with suppress(DatabaseError):
            crowd.is_resting = await _count_under_way(database) >= MAX_ON_THE_WAY
        await asyncio.sleep(LOOK_SECONDS)


async def _wait_first(crowd: Crowd, database: Database) -> None:
    """Wait until the service has taken its first job."""
    async with asyncio.timeout(START_SECONDS):
        while not (crowd.commands and await _count_under_way(database, ever=True)):  # noqa: ASYNC110
            await asyncio.sleep(LOOK_SECONDS)


async def _wait_quiet(storm: Storm, database: Database) -> None:
    """Wait until nothing is under way, untold or noted; what still is then is a finding."""
    looks = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(storm.quiet_seconds):
            while looks < QUIET_LOOKS:
                looks = looks + 1 if await _is_quiet(database) else 0
                await asyncio.sleep(LOOK_SECONDS)


async def _is_quiet(database: Database) -> bool:
    if await _count_under_way(database):
        return False
    async with database.read() as session:
        untold = await untold_jobs(session, limit=1)
        return not untold and not await open_acknowledgements(session, limit=1)


async def _count_under_way(database: Database, *, ever: bool = False) -> int:
    async with database.read() as session:
        counts = await count_by_state(session)
    return sum(count for state, count in counts.items() if ever or state in UNDER_WAY)


async def _require_empty(database: Database) -> None:
    if await _count_under_way(database, ever=True):
        raise StartError(
            "The database holds jobs already",
            remedy="A storm needs a database of its own: name an empty one by --database-url.",
        )


def _sections(storm: Storm, runner: str) -> dict[str, dict[str, Any]]:
    return {
        "database": {"url": storm.database_url},
        "storage": {"folder": str(storm.folder / "images")},
        "engine": {"runner": runner, "stub_step_seconds": 0.02},
        "limits": {
            "attempts": 20,  # a storm is no proof that a job is poison
            "daily_images": 1_000_000,
            "lease_seconds": 10.0,
            "progress_seconds": 2.0,
        },
        "credits": {  # so much that everybody pays for everything, from two accounts each time
            "capacity": 100_000,
            "pool_capacity": 1_000_000,
        },
        "http": {"port": 0},
        "log": {"format": "json"},
    }


def _report(
    storm: Storm, verdict: Verdict, *, killed: Counter[str], commands: int, seconds: float
) -> Report:
    findings = (
        verdict.lost,
        verdict.delivered_twice,
        verdict.ledger_discrepancies,
        verdict.unended,
        verdict.left_standing,
    )
    return Report(
        kills=sum(killed.values()),
        killed=dict(killed),
        jobs=verdict.jobs,
        states=verdict.states,
        errors=verdict.errors,
        lost=len(verdict.lost),
        delivered_twice=len(verdict.delivered_twice),
        ledger_discrepancies=len(verdict.ledger_discrepancies),
        ledger=verdict.ledger,
        unended=len(verdict.unended),
        left_standing=len(verdict.left_standing),
        unanswered=verdict.unanswered,
        commands=commands,
        seconds=round(seconds, 1),
        seed=storm.seed,
        database=verdict.database,
        remarks=[words for found in findings for words in found][:MAX_REMARKS],
    )
