"""Random policies, verdicts and faults through a real bot in the playground, watched."""

from __future__ import annotations

import asyncio
import random
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import aiohttp
from sqlalchemy import select

from bot.bench.misfortune import Misfortune
from bot.bench.page import Page
from bot.bench.people import RULE, draw_ask, draw_epoch
from bot.bench.policy import PolicyReport, is_recorded
from bot.bench.witness import DESK_ID, Witness
from bot.chaos.service import Service, running_playground
from bot.clock import SystemClock
from bot.ordering.orders import image_params, params_of
from bot.playground.seed import GUILD_ID
from bot.tasks import Tasks
from db import migrate
from db.connection import Database
from db.jobs import JobState, count_by_state, untold_jobs
from db.moderation_settings import save_settings
from db.tables import Image, Job
from engine.border.stub_pictures import colour_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.bench.people import Ask, Epoch
    from bot.bench.witness import Sight
    from bot.clock import Clock

ASKS: Final = 10  # in an epoch
QUIET_SECONDS: Final = 180.0
QUIET_LOOKS: Final = 4  # in a row
LOOK_SECONDS: Final = 0.3
UNDER_WAY: Final = (JobState.QUEUED, JobState.RUNNING, JobState.RENDERED)
_STRICT: Final = {"test_card": -1.0}  # below the stub's score of a harmless picture

Colour = tuple[int, int, int]


def measure_end_to_end(runs: int, seed: int = 0) -> PolicyReport:
    """Make the runs with three processes of their own: a playground, a bot and an engine.

    Args:
        runs: How many people ask for something.
        seed: Of everything random.
    """
    with tempfile.TemporaryDirectory() as name:
        return asyncio.run(_measure(runs, random.Random(seed), Path(name)))  # noqa: S311


async def _measure(runs: int, rng: random.Random, folder: Path) -> PolicyReport:
    url = f"sqlite:///{folder / 'bench.sqlite'}"
    await asyncio.to_thread(migrate.upgrade, url)
    async with AsyncExitStack() as stack:
        database = Database.open(url, pool_size=2)
        stack.push_async_callback(database.close)
        address = await stack.enter_async_context(running_playground(folder))
        witness = Witness(folder / "world.sqlite")
        stack.callback(witness.close)
        witness.open_desk()
        page = Page(await stack.enter_async_context(aiohttp.ClientSession()), address)
        service = Service(folder, address, _sections(url, folder))
        tasks = Tasks()
        stack.push_async_callback(tasks.close)
        tasks.spawn(service.keep_running(), name="service")
        stack.push_async_callback(service.stop)
        play = _Play(database, page, Misfortune(service, page, folder), SystemClock())
        asks = await play.perform(runs, rng)
        return await _report(database, witness.sights(), asks)


class _Play:
    """Has one policy after the other, and people who ask for something under each."""

    def __init__(
        self, database: Database, page: Page, misfortune: Misfortune, clock: Clock
    ) -> None:
        self._database = database
        self._page = page
        self._misfortune = misfortune
        self._clock = clock

    async def perform(self, runs: int, rng: random.Random) -> list[Ask]:
        """Play all of it; returns what was asked for."""
        personas = await self._page.gather(runs)
        await self._page.insist("moderator", "mod rules add", pattern=RULE, effect="review")
        asks: list[Ask] = []
        while personas:
            epoch, now = draw_epoch(rng), personas[:ASKS]
            del personas[:ASKS]
            await self._set(epoch)
            new = [draw_ask(rng, epoch, len(asks) + place) for place in range(len(now))]
            await self._ask(epoch, dict(zip(now, new, strict=True)))
            await self._rest()
            asks += new
        return asks

    async def _set(self, epoch: Epoch) -> None:
        """Write the policy down, and have the bot read it: `/admin setup` does."""
        async with self._database.begin() as session:
            await save_settings(
                session,
                int(GUILD_ID),
                actor_id=None,
                now=self._clock.now(),
                thresholds=_STRICT if epoch.is_stricter else {},
                restricted_action="spoiler" if epoch.is_spoiling else "withhold",
                review_channel_id=int(DESK_ID) if epoch.has_desk else None,
            )
        await self._page.insist("admin", "admin setup")

    async def _ask(self, epoch: Epoch, asks: dict[str, Ask]) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(self._misfortune.befall(epoch.fault, epoch.after_seconds))
            for persona, ask in asks.items():
                await self._page.command(
                    persona, "imagine", channel_id=ask.channel_id, **ask.values
                )

    async def _rest(self) -> None:
        """Wait until nothing is under way or untold.

        Raises:
            TimeoutError: Something still is after a long while.
        """
        looks = 0
        async with asyncio.timeout(QUIET_SECONDS):
            while looks < QUIET_LOOKS:
                await asyncio.sleep(LOOK_SECONDS)
                looks = looks + 1 if await self._is_quiet() else 0

    async def _is_quiet(self) -> bool:
        async with self._database.read() as session:
            counts = await count_by_state(session)
            untold = await untold_jobs(session, limit=1)
        return not untold and not any(counts.get(state) for state in UNDER_WAY)


async def _report(database: Database, sights: Sequence[Sight], asks: Sequence[Ask]) -> PolicyReport:
    """Hold what was seen against what was allowed, and rows against rows."""
    by_prompt = {ask.values["prompt"]: ask for ask in asks}
    async with database.read() as session:
        jobs = list(await session.scalars(select(Job)))
        images = list(await session.scalars(select(Image)))
        missing = [image for image in images if not await is_recorded(session, image)]
    owners: dict[Colour, Ask] = {}
    for job in jobs:
        params = params_of(job)
        for index in range(job.num_images):
            one = image_params(params, index)
            owners[colour_of(one.prompt, one.seed)] = by_prompt[params.prompt]
    ended = (JobState.DELIVERED, JobState.WITHHELD)
    return PolicyReport(
        runs=len(asks),
        visible_flagged=sum(not _is_right(sight, owners) for sight in sights),
        missing_audit=len(missing),
        shown=sum(image.file is not None for image in images),
        withheld=sum(image.file is None for image in images),
        unfinished=len(asks) - sum(job.state in ended for job in jobs),
    )


def _is_right(sight: Sight, owners: dict[Colour, Ask]) -> bool:
    """Whether everybody who sees a channel may see a file there; moderators may see all."""
    if sight.channel_id == DESK_ID:
        return True
    ask = owners.get(sight.colour)
    if ask is None:
        return False
    return ask.may_be_covered if sight.name.startswith("SPOILER_") else ask.may_be_open


def _sections(url: str, folder: Path) -> dict[str, dict[str, Any]]:
    return {
        "database": {"url": url},
        "storage": {"folder": str(folder / "images")},
        "safety": {"quarantine": str(folder / "quarantine")},
        "engine": {"runner": "stub", "stub_step_seconds": 0.1},
        "limits": {"lease_seconds": 5.0, "progress_seconds": 1.0, "preview_steps": 3},
        "http": {"port": 0},
    }
