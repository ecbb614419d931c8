"""The one thread that owns the engine: it loads it, feeds it and turns its ticks."""

from __future__ import annotations

import concurrent.futures
import queue
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

import structlog

from engine.errors import DuplicateRequestError, EngineError, InternalError, RequestRejectedError
from engine.protocol import Event, Failed, Heartbeat, ModelInfo, Ready, Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image

    from engine.params import GenerationParams
    from engine.protocol import Submit, Verdict

    OnProgress = Callable[[str, float], None]

QUIET_SECONDS: Final = 0.005  # between ticks that had nothing to tell: workers are finishing

ResultT = TypeVar("ResultT")
_log = structlog.get_logger(__name__)


class ServableEngine(Protocol):
    """What a process needs of an engine; only one thread calls it."""

    @property
    def info(self) -> ModelInfo:
        """What the bot must know about the default model."""

    @property
    def models(self) -> tuple[ModelInfo, ...]:
        """The same of every model, the default first."""

    @property
    def has_work(self) -> bool:
        """Whether ``tick`` has anything to do."""

    def submit(
        self,
        params: GenerationParams,
        *,
        request_id: str,
        watermark_id: int | None,
        preview_steps: int,
        stop_margin: float | None,
    ) -> object:
        """Take a request, or raise RequestRejectedError."""

    def cancel(self, request_id: str) -> None:
        """Stop a request; unknown ids are ignored."""

    def tick(self) -> Sequence[Event]:
        """Advance every running request and tell what happened."""

    def counters(self) -> dict[str, float]:
        """Numbers for the metrics page."""

    def screen(self, *views: Image, digest: str = "") -> Verdict:
        """Ask the safety classifier about all views of a file, by whose digest it remembers."""

    def close(self) -> None:
        """Free everything."""


class Ticker:
    """Runs an engine in a thread of its own and hands its events over.

    Args:
        open_engine: Loads the engine; told where to report phase and fraction.
        emit: Gets every event; called in this thread.
        on_end: Called in this thread when it ends: with None as asked, else with what was raised.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        open_engine: Callable[[OnProgress], ServableEngine],
        emit: Callable[[Sequence[Event]], None],
        on_end: Callable[[BaseException | None], None],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._open_engine = open_engine
        self._emit = emit
        self._on_end = on_end
        self._inbox: queue.SimpleQueue[Callable[[ServableEngine], None]] = queue.SimpleQueue()
        self._is_stopping = False
        self._clock = clock
        self._has_beat_waiting = False
        self._busy_since: float | None = None
        self._counters: dict[str, float] = {}
        self._seen: tuple[str, float, str] = ("", 0.0, "")
        self._thread = threading.Thread(target=self._run, name="ticker", daemon=True)
        self.phase = "starting"
        self.fraction = 0.0
        self.is_loading = True

    def start(self) -> None:
        """Start to load."""
        self._thread.start()

    def stop(self) -> None:
        """End after the current tick; requests on their way get no terminal event."""
        self._is_stopping = True
        self._inbox.put(lambda _: None)

    def join(self, timeout_seconds: float) -> bool:
        """Wait for the end and tell whether it came."""
        self._thread.join(timeout_seconds)
        return not self._thread.is_alive()

    def submit(self, request_id: str, command: Submit) -> None:
        """Queue a request under the engine's own name for it."""
        self._inbox.put(lambda engine: self._submit(engine, request_id, command))

    def cancel(self, request_id: str) -> None:
        """Queue a cancellation."""
        self._inbox.put(lambda engine: engine.cancel(request_id))

    def call(
        self, function: Callable[[ServableEngine], ResultT]
    ) -> concurrent.futures.Future[ResultT]:
        """Have ``function`` called between two ticks; what it raises is its caller's."""
        future: concurrent.futures.Future[ResultT] = concurrent.futures.Future()

        def answer(engine: ServableEngine) -> None:
            if not future.set_running_or_notify_cancel():
                return  # who asked has gone away meanwhile
            try:
                future.set_result(function(engine))
            except Exception as error:  # noqa: BLE001 - handed to the caller, whoever it is
                future.set_exception(error)

        self._inbox.put(answer)
        return future

    def beat(self) -> None:
        """Have the thread prove that it still moves, by a ``Heartbeat`` of its own.

        While loading, proof is progress or processor time of the thread since the last call.
        Where the last beat was not answered yet, the heartbeat says for how long the thread has
        been busy: a long tick is no hang, and how long is too long is for others to say.
        """
        if self.is_loading:
            self._beat_loading()
        elif not self._has_beat_waiting:
            self._has_beat_waiting = True
            self._inbox.put(self._beat)
        elif (since := self._busy_since) is not None:
            busy_seconds = self._clock() - since
            self._emit(
                [Heartbeat(phase="drawing", busy_seconds=busy_seconds, counters=self._counters)]
            )

    def _beat(self, engine: ServableEngine) -> None:
        self._has_beat_waiting = False
        self.phase = "drawing" if engine.has_work else "idle"
        self._counters = engine.counters()
        self._emit([Heartbeat(phase=self.phase, counters=self._counters)])

    def _beat_loading(self) -> None:
        moved = (self.phase, self.fraction, _trace_of(self._thread))
        if moved != self._seen:
            self._seen = moved
            self._emit([Heartbeat(phase=self.phase, fraction=self.fraction)])

    def _run(self) -> None:
        try:
            self._serve()
        except BaseException as error:  # noqa: BLE001 - the process ends with it
            self._on_end(error)
        else:
            self._on_end(None)

    def _serve(self) -> None:
        engine = self._open_engine(self._report)
        try:
            self.phase, self.fraction, self.is_loading = "idle", 1.0, False
            self._emit([Ready(model=engine.info, models=engine.models)])
            while not self._is_stopping:
                self._turn(engine)
        finally:
            engine.close()

    def _turn(self, engine: ServableEngine) -> None:
        self._busy_since = self._clock()
        events = engine.tick() if engine.has_work else []
        if events:
            self._emit(events)
        self._take_orders(engine, is_quiet=not events)

    def _take_orders(self, engine: ServableEngine, *, is_quiet: bool) -> None:
        try:
            if is_quiet:
                self._wait_for_order(engine)(engine)
            while True:
                self._inbox.get_nowait()(engine)
        except queue.Empty:
            return

    def _wait_for_order(self, engine: ServableEngine) -> Callable[[ServableEngine], None]:
        timeout = QUIET_SECONDS if engine.has_work else None
        self._busy_since = None
        try:
            return self._inbox.get(timeout=timeout)
        finally:
            self._busy_since = self._clock()

    def _submit(self, engine: ServableEngine, request_id: str, command: Submit) -> None:
        try:
            engine.submit(
                command.unpack(),
                request_id=request_id,
                watermark_id=command.watermark_id,
                preview_steps=command.preview_steps,
                stop_margin=command.stop_margin,
            )
        except DuplicateRequestError:
            return
        except RequestRejectedError as error:
            self._emit([Rejected(request_id=request_id, code=error.code, facts=error.facts)])
        except EngineError as error:
            self._emit([Failed(request_id=request_id, code=error.code, facts=error.facts)])
        except Exception as error:  # noqa: BLE001 - the loop around one request
            _log.exception("submit_failed", request_id=request_id)
            internal = InternalError(kind=type(error).__name__)
            self._emit([Failed(request_id=request_id, code=internal.code, facts=internal.facts)])

    def _report(self, phase: str, fraction: float) -> None:
        self.phase, self.fraction = phase, fraction


def _trace_of(thread: threading.Thread) -> str:
    """Return something that changes whenever the thread has run a little."""
    try:
        return Path(f"/proc/self/task/{thread.native_id}/schedstat").read_text(encoding="ascii")
    except OSError:  # no Linux: the whole process's time has to do
        return str(time.process_time())
