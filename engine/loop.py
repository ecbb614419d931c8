"""The loop: one tick takes one step of the requests that share a network call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.active_requests import ActiveRequests
from engine.finishing import WAIT_SECONDS
from engine.memory import let_go
from engine.protocol import Accepted, Cancelled, Failed, Rejected, Stepped
from engine.waiting_line import WaitingLine

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

ADMITTED_PER_TICK: Final = 9  # the images of one command; preparing them keeps others waiting


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
        self._max_active = max_active
        self._waiting = WaitingLine()
        self._active = ActiveRequests(device)
        self._cancelled: set[str] = set()
        self._tick = 0

    def __contains__(self, request_id: str) -> bool:
        places = (self._finishing, self._active, self._waiting)
        return any(request_id in place for place in places)

    @property
    def has_work(self) -> bool:
        """Whether any request is without its terminal event."""
        return bool(len(self._waiting) or len(self._active) or len(self._finishing))

    def submit(self, order: Order) -> None:
        """Queue an order for admission, or each of its tiles."""
        self._waiting.add(order)

    def cancel(self, request_id: str) -> None:
        """End a request at the next tick; ids that are not here are ignored."""
        if request_id in self:
            self._cancelled.add(request_id)

    @property
    def can_step(self) -> bool:
        """Whether a turn of the network would move somebody."""
        return bool(len(self._active)) or self._waiting.has_ready

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
        if may_rest and not (len(self._active) or len(self._finishing)):
            self._waiting.rest(WAIT_SECONDS)
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
        requests = self._active.parts_of(request_id)
        for request in requests:
            self._active.release(request)
        progress = [request.progress for request in requests]
        progress += [drawn.progress for drawn in self._finishing.drop(request_id)]
        self._waiting.drop(request_id)
        return progress[0] if progress else (0, 0)

    def _admit(self) -> list[RequestEvent]:
        room = self._max_active - len(self._active) - len(self._finishing)
        free = max(0, min(room, ADMITTED_PER_TICK))
        is_half_empty = len(self._active) < max(self._max_active // 2, 1)
        ready = self._waiting.take(free, self._active.ids, may_fill=is_half_empty)
        drawn = [order for order in ready if not order.params.is_resampled]
        past = [self._finishing.take(order) for order in ready if order.params.is_resampled]
        return past + (self._admit_orders(drawn) if drawn else [])

    def _admit_orders(self, orders: Sequence[Order]) -> list[RequestEvent]:
        try:
            requests = self._admission.admit(orders)
        except Exception as error:  # noqa: BLE001  around one request
            let_go(error)
            if len(orders) == 1:
                return self._fail(orders[0], error)
            return [event for order in orders for event in self._admit_orders([order])]
        return [event for request in requests for event in self._enter(request)]

    def _enter(self, request: Request) -> list[RequestEvent]:
        try:
            self._active.enter(request, self._tick)
        except Exception as error:  # noqa: BLE001  around one request
            self._active.release(request)
            return self._fail(request.order, error)
        return [] if request.order.tile else [Accepted(request_id=request.request_id)]

    def _choose(self) -> list[Request]:
        candidates = self._active.candidates(self._tick)
        choice = self._scheduler.choose(candidates, self._rows_of, self._tick)
        return self._active.pick(choice.request_ids) if choice else []

    def _step(self, requests: list[Request]) -> list[RequestEvent]:
        pool = self._active.pool_of(requests[0])
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
            pool = self._active.pool_of(request)
            self._finishing.add(request.order, pool.state[request.slot, :1].clone())
            self._active.release(request)
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

    def _rows_of(self, group: object) -> int:
        return self._budget.rows(group)  # type: ignore[arg-type]
