"""The asyncio side of the border: submit requests, follow their events, whatever the engine does.

No torch here. Every submitted request ends with exactly one terminal event, also when the engine
process dies, hangs or never starts.
"""

from __future__ import annotations

import asyncio
import sys
import time
import uuid
from typing import TYPE_CHECKING, Final

import structlog

from engine.border.engine_state import EngineState
from engine.border.launcher import ChildLauncher, SocketLauncher
from engine.border.orders import Orders
from engine.border.supervisor import Supervisor
from engine.errors import EngineStartError
from engine.protocol import Frame, Heartbeat, Hello, Inspect, Inspected, Ready, Submit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
    from pathlib import Path

    from engine.border.connection import Connection
    from engine.config import EngineSection
    from engine.params import GenerationParams
    from engine.protocol import Event, ModelInfo, RequestEvent

MAX_INSPECTIONS: Final = 4  # uploads on their way at once; each may hold 25 MB

_log = structlog.get_logger(__name__)


class EngineClient:
    """One engine, kept alive: a child of this process, or one that listens at a socket.

    ::

        client = EngineClient(settings.engine, config=path)
        await client.start()
        async for event in client.submit("12:0", GenerationParams(prompt="a red apple")):
            ...  # Accepted, Stepped, …, then exactly one Finished, Rejected, Failed or Cancelled
        await client.close()

    Args:
        section: ``socket`` (unset: start a child) and the two timeouts are used.
        config: Handed to the child as ``--config``.
        command: What to run instead of ``python -m engine``.
        sleep: Passes time between lives and heartbeats.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        section: EngineSection,
        *,
        config: Path | None = None,
        command: Sequence[str] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        launcher = (
            SocketLauncher(section.socket)
            if section.socket
            else ChildLauncher(command or command_for(config))
        )
        self._supervisor = Supervisor(
            launcher,
            self,
            heartbeat_timeout_seconds=section.heartbeat_timeout_seconds,
            call_timeout_seconds=section.call_timeout_seconds,
            sleep=sleep,
            clock=clock,
        )
        self._orders = Orders()
        self._inspections = asyncio.Semaphore(MAX_INSPECTIONS)
        self._task: asyncio.Task[None] | None = None
        self._has_changed = asyncio.Event()
        self._state = EngineState("starting")
        self._model: ModelInfo | None = None
        self._models: tuple[ModelInfo, ...] = ()
        self._counters: dict[str, float] = {}

    @property
    def state(self) -> EngineState:
        """How the engine is now."""
        return self._state

    @property
    def model(self) -> ModelInfo | None:
        """The default model; None until the engine was ready once, kept while it restarts."""
        return self._model

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """All that ``GenerationParams.model`` may name, the default first; empty like ``model``."""
        return self._models

    @property
    def counters(self) -> dict[str, float]:
        """The engine's own numbers, a second old at most, and how often it was restarted."""
        return {**self._counters, "engine_restarts": float(self._supervisor.num_restarts)}

    async def start(self) -> None:
        """Start the engine or look for it; returns at once (see ``wait_ready``)."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run(), name="engine")

    async def wait_ready(self) -> ModelInfo:
        """Wait until the engine can draw.

        Raises:
            EngineStartError: It will not come by itself; says what to do.
        """
        while not (self._state.name == "ready" and self._model):
            if self._state.is_final:
                raise EngineStartError(self._state.reason, remedy=self._state.remedy)
            self._has_changed.clear()
            await self._has_changed.wait()
        return self._model

    def submit(
        self,
        request_id: str,
        params: GenerationParams,
        *,
        watermark_id: int | None = None,
        preview_steps: int = 0,
        stop_margin: float | None = None,
    ) -> AsyncIterator[RequestEvent]:
        """Have an image drawn; the request is on its way when this returns.

        Returns:
            The request's events, the last of them terminal. Progress that is not read in time
            is left out. While the engine is away the request waits; the third engine that dies
            with it ends it with ``Failed`` ``engine_lost``.

        Raises:
            DuplicateRequestError: The id is on its way already.
        """
        return self._orders.place(
            Submit.pack(
                request_id,
                params,
                watermark_id=watermark_id,
                preview_steps=preview_steps,
                stop_margin=stop_margin,
            )
        )

    def cancel(self, request_id: str) -> None:
        """Stop a request; its events end with what came first. Unknown ids are ignored."""
        self._orders.cancel(request_id)

    async def inspect(
        self, file: bytes, *, wants_transparency: bool = False, columns: int = 0
    ) -> Inspected:
        """Have an uploaded file decoded and screened in the engine.

        Args:
            file: The upload.
            wants_transparency: Whether a mask of its transparent part is asked for.
            columns: Numbered squares to show over it, across and down; 0 for none.

        Returns:
            What it is; ``code`` says what is wrong with a file that cannot be used, or
            ``engine_lost`` when no engine could look at it.
        """
        return await self._inspect(
            Inspect(
                inspect_id=_new_id(),
                file=Frame(file),
                wants_transparency=wants_transparency,
                columns=columns,
            )
        )

    async def identify(self, file: bytes, sizes: Sequence[tuple[int, int]] = ()) -> Inspected:
        """Have the origin of an uploaded file looked for in the engine; it is not screened.

        Args:
            file: The upload.
            sizes: That pictures were delivered at, the most frequent first.

        Returns:
            As ``inspect``, with readings, hashes and what the signature is worth.
        """
        message = Inspect(
            inspect_id=_new_id(), file=Frame(file), wants_identity=True, sizes=tuple(sizes)
        )
        return await self._inspect(message)

    async def compare(self, file: bytes, drawn: bytes) -> Inspected:
        """Have the pixels of a file held against those of a picture that was drawn again.

        Returns:
            As ``inspect``, with how alike they are; ``code`` where they cannot be compared.
        """
        return await self._inspect(
            Inspect(inspect_id=_new_id(), file=Frame(file), drawn=Frame(drawn))
        )

    async def _inspect(self, message: Inspect) -> Inspected:
        async with self._inspections:
            return await anext(self._orders.place(message))

    async def close(self) -> None:
        """End a child, hang up at a socket; what is on its way ends with ``engine_lost``."""
        if self._task is None:
            return
        if self._supervisor.is_between_lives:
            self._task.cancel()
        await self._supervisor.close()
        await asyncio.wait([self._task])

    def on_state(self, state: EngineState) -> None:
        """Remember the state and wake who waits for it (the supervisor calls this)."""
        if state.name != self._state.name:
            _log.info("engine_state", state=state.name)
        self._state = state
        self._has_changed.set()

    def on_ready(self, connection: Connection[Event], model: ModelInfo) -> None:
        """Send what waits (the supervisor calls this)."""
        self._model = model
        self._orders.resume(connection)

    def on_event(self, event: Event) -> None:
        """Hand an event on (the supervisor calls this)."""
        if isinstance(event, Heartbeat):
            self._counters = event.counters
        elif isinstance(event, Ready):
            self._models = event.models or (event.model,)
        elif not isinstance(event, Hello):
            self._orders.take(event)

    def on_lost(self) -> None:
        """Note who lost an engine (the supervisor calls this)."""
        self._orders.suspend()

    async def _run(self) -> None:
        try:
            await self._supervisor.run()
        except Exception as error:  # noqa: BLE001 - no request may hang on a bug of ours
            _log.exception("supervisor_failed")
            self.on_state(EngineState("failed", code="internal_error", reason=repr(error)))
        finally:
            if not self._state.is_final:
                self.on_state(EngineState("closed"))
            self._orders.end_all()


def command_for(config: Path | None) -> list[str]:
    """Return the command line of an engine of this installation."""
    arguments = ["--config", str(config)] if config else []
    return [sys.executable, "-m", "engine", *arguments]


def _new_id() -> str:
    return f"inspect:{uuid.uuid4().hex}"
