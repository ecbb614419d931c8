"""The bot's own drawing, policy and delivery around an engine and a Discord that obey a run."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, cast

import msgspec
from typing_extensions import override

from bot.clock import Clock
from bot.delivering.channel_budget import ChannelBudget
from bot.delivering.delivery import Delivery
from bot.delivering.message import MessageWriter
from bot.delivering.messenger import DiscordMessenger
from bot.delivering.progress import Editors
from bot.errors import PictureUnstoredError
from bot.files.quarantine import Quarantine
from bot.files.storage import Storage
from bot.monitoring.metrics import Metrics
from bot.policy.judging import PromptJudge
from bot.policy.memory import PolicyMemory
from bot.policy.screening import Screening
from bot.queueing.drawing import Drawing
from bot.queueing.pace import Pace
from db.connection import Database
from db.errors import DatabaseUnavailableError
from engine.params import GenerationParams
from engine.protocol import Failed, Finished, Frame, Stepped

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.bench.edge import RecordingEdge
    from bot.bench.weather import Run
    from bot.ordering.start_images import StartImages
    from bot.tasks import Tasks
    from engine.model_info import ModelInfo
    from engine.protocol import RequestEvent

NOW = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)


class QuickClock(Clock):
    """A clock on which waiting is over at once."""

    def __init__(self) -> None:
        self._seconds = 0.0

    @override
    def now(self) -> dt.datetime:
        return NOW + dt.timedelta(seconds=self._seconds)

    @override
    def monotonic(self) -> float:
        return self._seconds

    @override
    async def sleep(self, seconds: float) -> None:
        self._seconds += seconds
        await asyncio.sleep(0)


class FaultyDatabase(Database):
    """A database whose n-th transaction cannot begin, or be committed; 0 for none.

    Attributes:
        fails_at: Counts down with every transaction.
        loses_at: Likewise; what that transaction wrote is lost.
    """

    fails_at = 0
    loses_at = 0

    @override
    @asynccontextmanager
    async def begin(self, *, is_urgent: bool = False) -> AsyncIterator[AsyncSession]:
        self.fails_at -= 1
        self.loses_at -= 1
        is_lost = self.loses_at == 0
        if self.fails_at == 0:
            raise self._away()
        async with super().begin(is_urgent=is_urgent) as session:
            yield session
            if is_lost:
                raise self._away()

    def _away(self) -> DatabaseUnavailableError:
        return DatabaseUnavailableError("away", place=self.place, remedy="wait")


class FaultyStorage(Storage):
    """A storage that a full disk does not let store."""

    is_full = False

    @override
    async def store(self, job_id: int, index: int, data: bytes) -> str:
        if self.is_full:
            self.is_full = False
            raise PictureUnstoredError(reason="full")
        return await super().store(job_id, index, data)


class RunEngine:
    """Finishes every picture with the verdict of the run, and keeps flagged pixels to itself."""

    models: Sequence[ModelInfo] = ()

    def __init__(self, run: Run, quarantine: Quarantine) -> None:
        self._run = run
        self._quarantine = quarantine
        self._fault = run.fault

    def submit(
        self, request_id: str, params: GenerationParams, **_options: Any
    ) -> AsyncIterator[RequestEvent]:
        """Draw one image as the run says."""
        return self._play(request_id, params, **_options)

    def cancel(self, request_id: str) -> None:
        """Nothing is left to stop."""

    async def _play(
        self,
        request_id: str,
        params: GenerationParams,
        *,
        preview_steps: int,
        stop_margin: float | None,
        watermark_id: int,  # noqa: ARG002  nothing is marked here
    ) -> AsyncIterator[RequestEvent]:
        job_id, _, index = request_id.partition(":")
        verdict = self._run.verdicts[int(index)]
        is_stopped = self._fault == "stopped" and stop_margin is not None and not verdict.is_clean
        has_preview = preview_steps > 0 and verdict.is_clean
        preview = Frame(f"preview {request_id}".encode()) if has_preview else None
        yield Stepped(request_id=request_id, step_index=1, num_steps=2, preview=preview)
        await asyncio.sleep(0)
        if self._fault in {"classifier fails", "engine lost", "worker dies"}:
            fault, self._fault = self._fault, "none"
            if fault == "classifier fails":
                yield Failed(request_id=request_id, code="safety_unavailable", facts={})
            if fault == "worker dies":
                yield Failed(request_id=request_id, code="internal_error", facts={})
            return
        pixels = f"picture {request_id}".encode()
        if not verdict.is_clean and self._fault != "quarantine" and not is_stopped:
            await self._quarantine.store(int(job_id), int(index), _digest(request_id), pixels)
        yield Finished(
            request_id=request_id,
            image=Frame(pixels) if verdict.is_clean else None,
            sha256="" if is_stopped else _digest(request_id),
            width=512,
            height=512,
            seed=params.seed,
            verdict=verdict,
            has_watermark=False,
            recipe={},
            seconds=1.0,
            stopped_at=1 if is_stopped else 0,
        )


class WithoutStartImages:
    """Jobs here start from noise."""

    async def fill(
        self,
        params: GenerationParams,
        drawn: object = None,  # noqa: ARG002  as StartImages has it
    ) -> GenerationParams:
        """Return the parameters as they are."""
        return params


class Stage:
    """The parts of a bot, made anew for each run; database and folders stay.

    Attributes:
        memory: What the bot knows.
        drawing: The bot's own.
        delivery: The bot's own.
        editors: The messages being edited.
    """

    def __init__(
        self, run: Run, database: FaultyDatabase, folder: Path, edge: RecordingEdge, tasks: Tasks
    ) -> None:
        clock, writer = QuickClock(), MessageWriter()
        storage, quarantine = FaultyStorage(folder / "images"), Quarantine(folder / "quarantine")
        storage.is_full = run.fault == "storage"
        known = None if run.fault == "policy unknown" else run.knowledge(clock.now())
        messenger = DiscordMessenger(edge.client, clock=clock, budget=ChannelBudget(clock))
        self.memory = _FixedMemory(database, clock=clock, terms="", knowledge=known)
        self.editors = Editors(messenger, clock=clock, interval=2.0, tasks=tasks)
        self.drawing = Drawing(
            engine=RunEngine(run, quarantine),
            database=database,
            storage=storage,
            screening=Screening(
                self.memory,
                judge=PromptJudge(self.memory),
                quarantine=quarantine,
                clock=clock,
                is_restricted=lambda _guild_id, _channel_id: run.is_restricted,
                stop_margin=0.1,
            ),
            start_images=cast("StartImages", WithoutStartImages()),
            editors=self.editors,
            writer=writer,
            clock=clock,
            rng=random.SystemRandom(),
            preview_steps=1,
            pace=Pace(),
        )
        self.delivery = Delivery(
            database=database,
            storage=storage,
            editors=self.editors,
            messenger=messenger,
            writer=writer,
            clock=clock,
            metrics=Metrics(),
        )


class _FixedMemory(PolicyMemory):
    """Knows what the run says and looks nothing up."""

    @override
    async def look(self) -> None:
        return


def params_of_run(run: Run) -> dict[str, Any]:
    """Return the job's parameters as its row holds them."""
    return cast("dict[str, Any]", msgspec.to_builtins(GenerationParams(prompt=run.prompt, seed=7)))


def _digest(request_id: str) -> str:
    return f"{abs(hash(request_id)):064x}"[-64:]
