"""Residents: the models that are in memory, and the requests that wait for one to come."""

from __future__ import annotations

from collections import deque
from concurrent.futures import wait
from typing import TYPE_CHECKING

import structlog

from engine.ending import fail
from engine.errors import EngineError, ModelUnavailableError, UnknownModelError
from engine.finishing import WAIT_SECONDS
from engine.lost_device import ask_devices
from engine.memory import free_memory, is_out_of_memory, let_go
from engine.models.place import Place, Waiting, order_of
from engine.models.switching import decide
from engine.protocol import Cancelled, Failed
from engine.request import Order
from engine.submission import Submission
from engine.threads import in_passing
from engine.wiring import Parts, wire

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from engine.models.model import LoadedModel
    from engine.protocol import ModelInfo, RequestEvent
    from engine.wiring import Shared

log = structlog.get_logger(__name__)


class Residents:
    """Draws with several models, as many of them in memory as fit.

    Models take turns, tick by tick, each with a loop of its own; with M of them at work a
    request waits at most M times as long as its own loop's bound. A model that is not in memory
    is loaded in a thread of its own while the others draw (``engine.models.switching``).

    Args:
        shared: What all models have in common.
        open_model: Loads a model by name; called in another thread.
        max_bytes: Memory for models together.
    """

    def __init__(
        self, shared: Shared, open_model: Callable[[str], LoadedModel], max_bytes: int
    ) -> None:
        self._shared = shared
        self._open = open_model
        self._max_bytes = max_bytes
        self._places: dict[str, Place] = {}
        self._loading: tuple[str, Future[Parts]] | None = None
        self._closed: frozenset[str] = frozenset()
        self._events: list[RequestEvent] = []
        self._tick = 0

    def add(self, name: str, model: LoadedModel) -> None:
        """Give a loaded model its place; it stays in memory if there is room, or no other."""
        parts = wire(model, self._shared)
        fits = self._num_bytes + model.num_bytes <= self._max_bytes or not self._places
        self._places[name] = Place(parts.model.info, model.num_bytes, parts if fits else None)
        if not fits:
            log.info("model_evicted", model=name)

    def parts_of(self, name: str) -> Parts:
        """Return what draws with a model.

        Raises:
            UnknownModelError: There is no such model in memory.
        """
        place = self._places.get(name)
        if place is None or place.parts is None:
            raise UnknownModelError(model=name)
        return place.parts

    def find(self, model: str) -> str:
        """Find a model by the name in parameters; the first for the empty name.

        Raises:
            UnknownModelError: There is none of that name.
        """
        if not model:
            return next(iter(self._places))
        named = (name for name, place in self._places.items() if place.info.name == model)
        if (name := next(named, None)) is None:
            raise UnknownModelError(model=model)
        return name

    @property
    def infos(self) -> dict[str, ModelInfo]:
        """Facts of all models by name, also of those that are not in memory."""
        return {name: place.info for name, place in self._places.items()}

    def __contains__(self, request_id: str) -> bool:
        return any(
            (place.parts is not None and request_id in place.parts.loop)
            or any(waiting.submission.request_id == request_id for waiting in place.line)
            for place in self._places.values()
        )

    @property
    def has_work(self) -> bool:
        """Whether any request is without its terminal event."""
        return bool(self._events) or any(p.has_work or p.line for p in self._places.values())

    def prepare(self, name: str, submission: Submission) -> Order | Submission:
        """Check a submission as far as its model can say now.

        Raises:
            RequestRejectedError: It cannot be drawn.
        """
        submission.params.check()
        place = self._places[name]
        if place.parts is None or place.line or name in self._closed:
            return submission
        return order_of(place.parts, submission)

    def enter(self, name: str, entry: Order | Submission) -> None:
        """Take over what ``prepare`` made of a submission."""
        place = self._places[name]
        if isinstance(entry, Order) and place.parts is not None:
            place.parts.loop.submit(entry)
        elif isinstance(entry, Submission):
            place.line.append(Waiting(entry, self._tick))

    def cancel(self, request_id: str) -> None:
        """End a request at the next tick; ids that are not here are ignored."""
        for place in self._places.values():
            if place.parts is not None:
                place.parts.loop.cancel(request_id)
            left = [w for w in place.line if w.submission.request_id != request_id]
            if len(left) < len(place.line):
                place.line = deque(left)
                self._events.append(Cancelled(request_id=request_id))
                self._shared.counters.add("engine_cancelled_requests_total")

    def tick(self) -> list[RequestEvent]:
        """Take one turn; never raises for one request's fault, nor for one model's.

        Raises:
            DeviceLostError: Nothing can be drawn any more. Nobody is told an end that the device
                is to blame for: another process can still draw what is on its way.
        """
        self._tick += 1
        events, self._events = self._events, []
        events += self._settle()
        self._switch()
        events += self._let_in()
        events += self._turn()
        if self._loading and not (events or any(p.has_work for p in self._places.values())):
            wait([self._loading[1]], timeout=WAIT_SECONDS)
        if any(isinstance(event, Failed) for event in events):
            ask_devices({p.parts.model.device for p in self._places.values() if p.parts})
        self._note_sizes()
        return events

    @property
    def _num_bytes(self) -> int:
        return sum(place.num_bytes for place in self._places.values() if place.parts)

    def _turn(self) -> list[RequestEvent]:
        """Let one model step, who has waited longest for it; all go on with what is drawn."""
        busy = {
            name: parts.loop
            for name, place in self._places.items()
            if (parts := place.parts) is not None and parts.loop.has_work
        }
        able = [name for name, loop in busy.items() if loop.can_step or len(busy) == 1]
        turn = min(able, key=lambda name: self._places[name].used_tick, default=None)
        if turn is not None:
            self._places[turn].used_tick = self._tick
        may_rest = len(busy) == 1 and self._loading is None
        events: list[RequestEvent] = []
        for name, loop in busy.items():
            events += loop.tick(may_step=name == turn, may_rest=may_rest)
        return events

    def _switch(self) -> None:
        standings = [place.standing(name, self._tick) for name, place in self._places.items()]
        switch = decide(standings, self._max_bytes, is_loading=self._loading is not None)
        self._closed = switch.closed
        for name in switch.evict:
            log.info("model_evicted", model=name)
            self._places[name].parts = None
        if switch.evict:
            free_memory()
        if switch.load is not None:
            log.info("model_loading", model=switch.load)
            self._loading = switch.load, in_passing(self._load, switch.load, "loader")

    def _load(self, name: str) -> Parts:
        return wire(self._open(name), self._shared)

    def _settle(self) -> list[RequestEvent]:
        """Take over a model that has come, or end those who waited in vain."""
        if self._loading is None or not self._loading[1].done():
            return []
        (name, future), self._loading = self._loading, None
        place = self._places[name]
        if (error := future.exception()) is None:
            place.parts = future.result()
            place.info, place.num_bytes = place.parts.model.info, place.parts.model.num_bytes
            place.loaded_tick = place.used_tick = self._tick
            log.info("model_loaded", model=name)
            return []
        let_go(error)
        free_memory()
        log.error("model_unavailable", model=name, reason=str(error), kind=type(error).__name__)
        reason = ModelUnavailableError(model=place.info.name, cause=_cause(error))
        line, place.line = place.line, deque()
        return [fail(waiting.submission, reason, self._shared) for waiting in line]

    def _let_in(self) -> list[RequestEvent]:
        """Hand the lines of models that are there now to their loops."""
        events: list[RequestEvent] = []
        for name, place in self._places.items():
            while place.parts is not None and place.line and name not in self._closed:
                submission = place.line.popleft().submission
                try:
                    place.parts.loop.submit(order_of(place.parts, submission))
                except Exception as error:  # noqa: BLE001  around one request
                    events.append(fail(submission, error, self._shared))
        return events

    def _note_sizes(self) -> None:
        sizes = {"engine_waiting_requests": sum(len(p.line) for p in self._places.values())}
        for place in self._places.values():
            if place.parts is not None:
                for metric, size in place.parts.loop.sizes.items():
                    sizes[metric] = sizes.get(metric, 0) + size
        for metric, size in sizes.items():
            self._shared.counters.set(metric, size)
        resident = [place for place in self._places.values() if place.parts]
        self._shared.counters.set("engine_resident_models", len(resident))


def _cause(error: BaseException) -> str:
    if is_out_of_memory(error):
        return "out_of_memory"
    return error.code if isinstance(error, EngineError) else type(error).__name__
