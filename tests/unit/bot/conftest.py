"""The parts of a bot around one database, with a held clock and nobody at the other end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import pytest

from bot.delivering.delivery import Delivery
from bot.delivering.message import MessageWriter
from bot.delivering.progress import Editors
from bot.files.storage import Storage
from bot.monitoring.metrics import Metrics
from bot.queueing.acknowledging import Acknowledging
from bot.queueing.drain import DrainSign
from bot.queueing.hand import Hand
from bot.tasks import Tasks
from db.jobs import admit_job, claim_job, create_job, mark_rendered, require_job
from db.users import read_user, take_images
from engine.params import GenerationParams
from tests.support.clock import HeldClock
from tests.support.jobs import a_job
from tests.support.messengers import KeepingMessenger

if TYPE_CHECKING:
    from pathlib import Path

    from db.connection import Database

LEASE = dt.timedelta(seconds=60)
OWNER = "host:1:me"
NO_CLIENT = None  # nobody is at the other end


class JobMaker:
    """Puts jobs into the database at any point of their way, and reads them again."""

    def __init__(self, database, clock):
        self._database = database
        self._clock = clock

    async def queued(self, *, params=None, terms=None, **changes):
        """A job as /imagine makes it, its images taken from the person's day.

        It costs nobody anything unless there are ``terms``.
        """
        params = params or GenerationParams(prompt="a red apple", seed=7)
        new = a_job(**{"message_id": 55, "params": msgspec.to_builtins(params), **changes})
        now = self._clock.now()
        async with self._database.begin() as session:
            await take_images(
                session, new.user_id, count=new.num_images, limit=1000, day=now.date()
            )
            if terms is not None:
                return (await admit_job(session, new, terms, now=now)).job
            return await create_job(session, new, now=now)

    async def running(self, *, owner=OWNER, **changes):
        """The same, claimed."""
        await self.queued(**changes)
        return await self.claim(owner=owner)

    async def claim(self, *, owner=OWNER):
        """Claim the next job."""
        async with self._database.begin() as session:
            return await claim_job(session, owner=owner, now=self._clock.now(), lease=LEASE)

    async def rendered(self, *, owner=OWNER, **changes):
        """The same, with its images about to be shown."""
        job = await self.running(owner=owner, **changes)
        async with self._database.begin() as session:
            await mark_rendered(
                session, job.id, owner=owner, model_hash="5" * 64, now=self._clock.now()
            )
            return await require_job(session, job.id)

    async def read(self, job):
        """The job as it is stored now."""
        async with self._database.read() as session:
            return await require_job(session, job.id)

    async def used_images(self, job):
        """How many images of the day the job's person has used."""
        async with self._database.read() as session:
            return (await read_user(session, job.user_id)).usage_images


@dataclass(frozen=True)
class Bench:
    """What tests of the bot's parts reach for."""

    database: Database
    folder: Path
    storage: Storage
    clock: HeldClock
    messenger: KeepingMessenger
    writer: MessageWriter
    metrics: Metrics
    tasks: Tasks
    editors: Editors
    hand: Hand
    delivery: Delivery
    drain: DrainSign
    acknowledging: Acknowledging
    jobs: JobMaker


@pytest.fixture
async def bench(sqlite_database, tmp_path):
    """A bench with nothing on it."""
    clock, messenger, tasks = HeldClock(), KeepingMessenger(), Tasks()
    editors = Editors(messenger, clock=clock, interval=2.0, tasks=tasks)
    storage, writer, metrics = Storage(tmp_path / "images"), MessageWriter(), Metrics()
    delivery = Delivery(
        database=sqlite_database,
        storage=storage,
        editors=editors,
        messenger=messenger,
        writer=writer,
        clock=clock,
        metrics=metrics,
    )
    yield Bench(
        database=sqlite_database,
        folder=tmp_path / "images",
        storage=storage,
        clock=clock,
        messenger=messenger,
        writer=writer,
        metrics=metrics,
        tasks=tasks,
        editors=editors,
        hand=Hand(tasks),
        delivery=delivery,
        drain=DrainSign(sqlite_database),
        acknowledging=Acknowledging(
            NO_CLIENT,
            database=sqlite_database,
            clock=clock,
            owner=OWNER,
            tasks=tasks,
        ),
        jobs=JobMaker(sqlite_database, clock),
    )
    await tasks.close()
