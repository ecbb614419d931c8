"""The loop: one tick takes one step of the requests that share a network call."""

from __future__ import annotations

from collections import deque
from concurrent.futures import FIRST_COMPLETED, wait
from typing import TYPE_CHECKING, Final, NamedTuple

from engine import batch as batches
from engine.errors import NotFiniteError
from engine.finishing import WAIT_SECONDS
from engine.latents import LatentPool
from engine.memory import is_out_of_memory
from engine.protocol import Accepted, Cancelled, Stepped
from engine.request import NO_SLOT
from engine.scheduler import Candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import torch

    from engine.admission import Admission
    from engine.batch import Batch
    from engine.finishing import Finishing
    from engine.memory import RowBudget
    from engine.metrics import Counters
    from engine.preview import Previewer
    from engine.protocol import Frame, RequestEvent
    from engine.request import Order, Request
    from engine.runner import Runner
    from engine.scheduler import StepScheduler

ADMITTED_PER_TICK: Final = 4  # encoding prompts and uploads keeps running requests waiting


class _Step(NamedTuple):
    """A computed step that nothing has stored yet."""

    batch: Batch
    new_state: torch.Tensor
    previews: dict[str, Frame]
    finite: list[bool]


class Loop:
    """Owns every request between submission and its terminal event.

    Args:
        admission: Turns orders into requests.
        scheduler: Picks who shares the next network call.
        budget: Rows that fit into it.
        runner: Makes it.
        previewer: Makes previews.
        finishing: What happens to drawn latents.
        counters: Counts ticks and rows.
        clock: Seconds.
        device: Where the sampler state lives.
        max_active: Requests admitted at once; the others wait without taking memory.
    """

    def __init__(
        self,
        *,
        admission: Admission,
        scheduler: StepScheduler,
        budget: RowBudget,
        runner: Runner,
        previewer: Previewer,
        finishing: Finishing,
        counters: Counters,
        clock: Callable[[], float],
        device: torch.device,
        max_active: int,
    ) -> None:
        self._admission = admission
        self._scheduler = scheduler
        self._budget = budget
        self._runner = runner
        self._previewer = previewer
        self._finishing = finishing
        self._counters = counters
        self._clock = clock
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
            request_id in self._active
            or request_id in self._finishing
            or any(order.request_id == request_id for order in self._waiting)
        )

    @property
    def has_work(self) -> bool:
        """Whether any request is without its terminal event."""
        return bool(self._waiting or self._active or len(self._finishing))

    def submit(self, order: Order) -> None:
        """Queue an order for admission."""
        self._waiting.append(order)

    def cancel(self, request_id: str) -> None:
        """End a request at the next tick; ids that are not here are ignored."""
        if request_id in self:
            self._cancelled.add(request_id)

    def tick(self) -> list[RequestEvent]:
        """Take one turn and return what happened; never raises for one request's fault."""
        self._tick += 1
        events: list[RequestEvent] = self._end_cancelled()
        if not (self._active or len(self._finishing)):
            self._wait_for_workers()
        events += self._admit()
        chosen = self._choose()
        if chosen:
            events += self._timed_step(chosen)
        events += self._finishing.advance()
        is_idle = not (chosen or events)
        events += self._finishing.collect(should_wait=is_idle)
        self._note_sizes()
        return events

    def _end_cancelled(self) -> list[RequestEvent]:
        events: list[RequestEvent] = []
        for request_id in sorted(self._cancelled):
            request = self._active.get(request_id)
            if request is not None:
                self._release(request)
            request = request or self._finishing.cancel(request_id)
            done = (request.step_index, request.num_steps) if request else (0, 0)
            events.append(Cancelled(request_id=request_id, step_index=done[0], num_steps=done[1]))
        if events:
            self._give_up_waiting()
            self._counters.add("engine_cancelled_requests_total", len(events))
            self._cancelled.clear()
        return events

    def _give_up_waiting(self) -> None:
        waiting, self._waiting = self._waiting, deque()
        for order in waiting:
            if order.request_id in self._cancelled:
                order.give_up()
            else:
                self._waiting.append(order)

    def _admit(self) -> list[RequestEvent]:
        room = self._max_active - len(self._active) - len(self._finishing)
        free = max(0, min(room, ADMITTED_PER_TICK))
        ready = [order for order in self._waiting if order.is_ready][:free]
        for order in ready:
            self._waiting.remove(order)
        return self._admit_orders(ready) if ready else []

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
                return [self._finishing.fail(orders[0], error)]
            return [event for order in orders for event in self._admit_orders([order])]
        return [self._enter_safely(request) for request in requests]

    def _enter_safely(self, request: Request) -> RequestEvent:
        try:
            return self._enter(request)
        except Exception as error:  # noqa: BLE001  around one request
            return self._fail(request, error)

    def _enter(self, request: Request) -> RequestEvent:
        shape = request.group.latent_shape
        pool = self._pools.setdefault(shape, LatentPool(shape, self._device))
        if request.start is not None:
            request.slot = pool.take(request.start.to(self._device))
            request.start = None
        request.arrival, request.stepped_tick = self._num_admitted, self._tick - 1
        self._num_admitted += 1
        self._active[request.request_id] = request
        return Accepted(request_id=request.request_id)

    def _choose(self) -> list[Request]:
        candidates = [self._candidate(request) for request in self._active.values()]
        choice = self._scheduler.choose(candidates, self._rows_of, self._tick)
        return [self._active[request_id] for request_id in choice.request_ids] if choice else []

    def _candidate(self, request: Request) -> Candidate:
        rows, (_, height, width) = _num_rows([request]), request.group.latent_shape
        return Candidate(
            request_id=request.request_id,
            group=request.group,
            rows=rows,
            work=(request.num_steps - request.step_index) * rows * height * width,
            waited=self._tick - 1 - request.stepped_tick,
            arrival=request.arrival,
        )

    def _timed_step(self, requests: list[Request]) -> list[RequestEvent]:
        started = self._clock()
        events = self._step_safely(requests)
        self._counters.add("engine_ticks_total")
        self._counters.add("engine_tick_seconds_total", self._clock() - started)
        return events

    def _step_safely(self, requests: list[Request]) -> list[RequestEvent]:
        """Step a batch; if that raises, halve it until the request at fault stands alone.

        Only the computation is tried again: nothing is stored before all of it is done, so that
        no neighbour moves twice.
        """
        try:
            step = self._compute(requests)
        except Exception as error:  # noqa: BLE001  around one request
            if is_out_of_memory(error):
                self._counters.add("engine_out_of_memory_total")
                self._budget.halve(requests[0].group, _num_rows(requests))
            if len(requests) == 1:
                return [self._fail(requests[0], error)]
            middle = len(requests) // 2
            return [*self._step_safely(requests[:middle]), *self._step_safely(requests[middle:])]
        return self._commit(step)

    def _compute(self, requests: list[Request]) -> _Step:
        pool = self._pools[requests[0].group.latent_shape]
        batch = batches.gather(requests, pool)
        started = self._clock()
        raw = self._runner.denoise(batch)
        self._counters.add("engine_network_seconds_total", self._clock() - started)
        self._counters.add("engine_rows_total", batch.num_rows)
        output = batches.guided_output(batch, raw)
        new_state = batches.update(batch, output)
        batches.keep_known(batch, new_state)
        previews = self._previewer.make(batch, output)
        return _Step(batch, new_state, previews, batches.finite_rows(new_state))

    def _commit(self, step: _Step) -> list[RequestEvent]:
        pool = self._pools[step.batch.requests[0].group.latent_shape]
        try:
            batches.scatter(step.batch, step.new_state, pool, self._tick)
        except Exception as error:  # noqa: BLE001  their state is lost, other requests' is not
            return [self._fail(request, error) for request in step.batch.requests]
        return [
            self._after_step_safely(request, step, is_finite=is_finite)
            for request, is_finite in zip(step.batch.requests, step.finite, strict=True)
        ]

    def _after_step_safely(self, request: Request, step: _Step, *, is_finite: bool) -> RequestEvent:
        preview = step.previews.get(request.request_id)
        try:
            return self._after_step(request, preview, is_finite=is_finite)
        except Exception as error:  # noqa: BLE001  around one request
            return self._fail(request, error)

    def _after_step(
        self, request: Request, preview: Frame | None, *, is_finite: bool
    ) -> RequestEvent:
        if not is_finite:
            return self._fail(request, NotFiniteError(step_index=request.step_index))
        if request.is_drawn:
            pool = self._pools[request.group.latent_shape]
            self._finishing.add(request, pool.state[request.slot, :1].clone())
            self._release(request)
        return Stepped(
            request_id=request.request_id,
            step_index=request.step_index,
            num_steps=request.num_steps,
            preview=preview,
        )

    def _fail(self, request: Request, error: Exception) -> RequestEvent:
        self._release(request)
        return self._finishing.fail(request.order, error)

    def _release(self, request: Request) -> None:
        self._active.pop(request.request_id, None)
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

    def _note_sizes(self) -> None:
        self._counters.set("engine_waiting_requests", len(self._waiting))
        self._counters.set("engine_active_requests", len(self._active))
        self._counters.set("engine_finishing_requests", len(self._finishing))


def _num_rows(requests: Sequence[Request]) -> int:
    return sum(2 if request.is_guided else 1 for request in requests)
