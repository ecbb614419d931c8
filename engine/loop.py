"""The loop: one tick takes one step of the requests that share a network call."""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, wait
from typing import TYPE_CHECKING, Final

from engine.candidates import candidates_of
from engine.finishing import WAIT_SECONDS
from engine.latents import LatentPool
from engine.protocol import Accepted, Cancelled, Failed, Rejected, Stepped
from engine.request import NO_SLOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch

    from engine.admission import Admission
    from engine.finishing import Finishing
    from engine.memory import RowBudget
    from engine.metrics import Counters
    from engine.protocol import RequestEvent
    from engine.request import Order, Request
    from engine.scheduler import StepScheduler
    from engine.stepping import Advance, Stepper

ADMITTED_PER_TICK: Final = 4  # encoding prompts and uploads keeps running requests waiting


class Loop:
    """Owns every request between submission and its terminal event.

    Args:
        admission: Turns orders into requests.
        scheduler: Picks who shares the next network call.
        budget: Rows that fit into it.
        stepper: Makes it.
        finishing: What happens to drawn latents.
        counters: Counts cancellations.
        device: Where the sampler state lives.
        max_active: Requests admitted at once; the others wait without taking memory.
    """

    def __init__(
        self,
        *,
        admission: Admission,
        scheduler: StepScheduler,
        budget: RowBudget,
        stepper: Stepper,
        finishing: Finishing,
        counters: Counters,
        device: torch.device,
        max_active: int,
    ) -> None:
        self._admission = admission
        self._scheduler = scheduler
        self._budget = budget
        self._stepper = stepper
        self._finishing = finishing
        self._counters = counters
        self._device = device
        self._max_active = max_active
        self._waiting: deque[Order] = deque()
        self._active: dict[str, Request] = {}
        self._pools: dict[tuple[int, int, int], LatentPool] = {}
        self._cancelled: set[str] = set()
        self._num_admitted = 0
        self._tick = 0

    def __contains__(self, request_id: str) -> bool:
        return (
            request_id in self._finishing
            or any(request.request_id == request_id for request in self._active.values())
            or any(order.request_id == request_id for order in self._waiting)
        )

    @property
    def has_work(self) -> bool:
        """Whether any request is without its terminal event."""
        return bool(self._waiting or self._active or len(self._finishing))

    def submit(self, order: Order) -> None:
        """Queue an order for admission, or each of its tiles."""
        self._waiting.extend(order.parts)

    def cancel(self, request_id: str) -> None:
        """End a request at the next tick; ids that are not here are ignored."""
        if request_id in self:
            self._cancelled.add(request_id)

    @property
    def can_step(self) -> bool:
        """Whether a turn of the network would move somebody."""
        return bool(self._active) or any(order.is_ready for order in self._waiting)

    @property
    def sizes(self) -> dict[str, int]:
        """How many requests are where, by metric name."""
        return {
            "engine_waiting_requests": len(self._waiting),
            "engine_active_requests": len(self._active),
            "engine_finishing_requests": len(self._finishing),
        }

    def tick(self, *, may_step: bool = True, may_rest: bool = True) -> list[RequestEvent]:
        """Take one turn and return what happened; never raises for one request's fault.

        Args:
            may_step: Whether the network is this model's in this turn; what comes before and
                after the network goes on in any case.
            may_rest: Whether to wait a moment for the workers when there is nothing else to do.
        """
        events: list[RequestEvent] = self._end_cancelled()
        if may_rest and not (self._active or len(self._finishing)):
            self._wait_for_workers()
        chosen = self._take_turn(events) if may_step else []
        events += self._finishing.advance()
        is_idle = may_rest and not (chosen or events)
        events += self._finishing.collect(should_wait=is_idle)
        for event in events:
            if isinstance(event, (Failed, Rejected)):
                self._drop(event.request_id)  # its other tiles
        return events

    def _take_turn(self, events: list[RequestEvent]) -> list[Request]:
        """Admit and step; adds to ``events`` and returns who was chosen."""
        self._tick += 1
        events += self._admit()
        chosen = self._choose()
        if chosen:
            events += self._step(chosen)
        return chosen

    def _end_cancelled(self) -> list[RequestEvent]:
        events: list[RequestEvent] = []
        for request_id in sorted(self._cancelled):
            done = self._drop(request_id)
            events.append(Cancelled(request_id=request_id, step_index=done[0], num_steps=done[1]))
        if events:
            self._counters.add("engine_cancelled_requests_total", len(events))
            self._cancelled.clear()
        return events

    def _drop(self, request_id: str) -> tuple[int, int]:
        """Forget whatever there is of a request; returns its evaluations done and in all."""
        requests = [r for r in self._active.values() if r.request_id == request_id]
        for request in requests:
            self._release(request)
        progress = [request.progress for request in requests]
        progress += [drawn.progress for drawn in self._finishing.drop(request_id)]
        waiting, self._waiting = self._waiting, deque()
        for order in waiting:
            if order.request_id == request_id:
                order.give_up()
            else:
                self._waiting.append(order)
        return progress[0] if progress else (0, 0)

    def _admit(self) -> list[RequestEvent]:
        room = self._max_active - len(self._active) - len(self._finishing)
        free = max(0, min(room, ADMITTED_PER_TICK))
        ready = self._admissible()[:free]
        for order in ready:
            self._waiting.remove(order)
        drawn = [order for order in ready if not order.params.is_resampled]
        past = [self._finishing.take(order) for order in ready if order.params.is_resampled]
        return past + (self._admit_orders(drawn) if drawn else [])

    def _admissible(self) -> list[Order]:
        """Name who may enter: every request with one part, further tiles while there is room.

        A request whose tiles wait always has one of them inside, so that newcomers, who come
        before its further tiles, never keep it from going on.
        """
        inside = {request.request_id for request in self._active.values()}
        first: list[Order] = []
        further: list[Order] = []
        for order in self._waiting:
            if order.is_ready:
                (further if order.request_id in inside else first).append(order)
                inside.add(order.request_id)
        if len(self._active) >= max(self._max_active // 2, 1):
            return first
        return first + sorted(further, key=lambda order: order.tile)

    def _wait_for_workers(self) -> None:
        """Rest until a worker has prepared something, when there is nothing else to do."""
        pending = [part for order in self._waiting for part in order.pending]
        if pending and not any(order.is_ready for order in self._waiting):
            wait(pending, timeout=WAIT_SECONDS, return_when=FIRST_COMPLETED)

    def _admit_orders(self, orders: Sequence[Order]) -> list[RequestEvent]:
        try:
            requests = self._admission.admit(orders)
        except Exception as error:  # noqa: BLE001  around one request
            if len(orders) == 1:
                return self._fail(orders[0], error)
            return [event for order in orders for event in self._admit_orders([order])]
        return [event for request in requests for event in self._enter_safely(request)]

    def _enter_safely(self, request: Request) -> list[RequestEvent]:
        try:
            return self._enter(request)
        except Exception as error:  # noqa: BLE001  around one request
            self._release(request)
            return self._fail(request.order, error)

    def _enter(self, request: Request) -> list[RequestEvent]:
        shape = request.group.latent_shape
        pool = self._pools.setdefault(shape, LatentPool(shape, self._device))
        if request.start is not None:
            request.slot = pool.take(request.start.to(self._device))
            request.start = None
        request.arrival, request.stepped_tick = self._num_admitted, self._tick - 1
        self._num_admitted += 1
        self._active[request.key] = request
        return [] if request.order.tile else [Accepted(request_id=request.request_id)]

    def _choose(self) -> list[Request]:
        candidates = candidates_of(self._active.values(), self._tick)
        choice = self._scheduler.choose(candidates, self._rows_of, self._tick)
        return [self._active[key] for key in choice.request_ids] if choice else []

    def _step(self, requests: list[Request]) -> list[RequestEvent]:
        pool = self._pools[requests[0].group.latent_shape]
        advances = self._stepper.step(requests, pool, self._tick)
        return [event for advance in advances for event in self._after_step_safely(advance)]

    def _after_step_safely(self, advance: Advance) -> list[RequestEvent]:
        try:
            return self._after_step(advance)
        except Exception as error:  # noqa: BLE001  around one request
            return self._fail(advance.request.order, error)

    def _after_step(self, advance: Advance) -> list[RequestEvent]:
        request = advance.request
        if request.order.is_over:
            return []
        if advance.error is not None:
            return self._fail(request.order, advance.error)
        if advance.forbidden is not None:
            self._drop(request.request_id)
            return [self._finishing.stop(request, advance.forbidden)]
        if request.order.mosaic is not None:
            request.order.mosaic.steps_done += 1
        if request.is_drawn:
            pool = self._pools[request.group.latent_shape]
            self._finishing.add(request.order, pool.state[request.slot, :1].clone())
            self._release(request)
        done, num_steps = request.progress
        return [
            Stepped(
                request_id=request.request_id,
                step_index=done,
                num_steps=num_steps,
                preview=advance.preview,
            )
        ]

    def _fail(self, order: Order, error: Exception) -> list[RequestEvent]:
        """End a request, with all its tiles, unless another of them has ended it."""
        if order.is_over:
            return []
        self._drop(order.request_id)
        return [self._finishing.fail(order, error)]

    def _release(self, request: Request) -> None:
        self._active.pop(request.key, None)
        request.deep.clear()
        shape = request.group.latent_shape
        pool = self._pools.get(shape)
        if pool is None:
            return
        if request.slot != NO_SLOT:
            pool.give_back(request.slot)
            request.slot = NO_SLOT
        if pool.is_empty:
            del self._pools[shape]

    def _rows_of(self, group: object) -> int:
        return self._budget.rows(group)  # type: ignore[arg-type]
