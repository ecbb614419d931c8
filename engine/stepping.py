"""Stepper: one network call for a batch, tried again in halves when it raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from engine import batch as batches
from engine.company import Company
from engine.errors import NotFiniteError
from engine.memory import is_out_of_memory, let_go

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import torch

    from engine.batch import Batch
    from engine.latents import LatentPool
    from engine.memory import RowBudget
    from engine.metrics import Counters
    from engine.preview import Glimpse, Previewer
    from engine.protocol import Frame, Verdict
    from engine.request import Request
    from engine.runner import Runner


class Advance(NamedTuple):
    """What a step did to one request.

    Attributes:
        request: Whose.
        error: Why it cannot go on; None: its step is taken and stored.
        preview: Where it stands, or None.
        forbidden: Why it is to be drawn no further, or None.
    """

    request: Request
    error: Exception | None = None
    preview: Frame | None = None
    forbidden: Verdict | None = None


class _Step(NamedTuple):
    """A computed step that nothing has stored yet."""

    batch: Batch
    new_state: torch.Tensor
    previews: Glimpse
    finite: list[bool]


class Stepper:
    """Takes steps of batches; a request at fault is found and its neighbours are unharmed.

    Args:
        runner: Makes the network call.
        budget: Learns from running out of memory.
        previewer: Makes previews.
        counters: Counts calls and rows.
        clock: Seconds.
    """

    def __init__(
        self,
        *,
        runner: Runner,
        budget: RowBudget,
        previewer: Previewer,
        counters: Counters,
        clock: Callable[[], float],
    ) -> None:
        self._runner = runner
        self._budget = budget
        self._previewer = previewer
        self._counters = counters
        self._clock = clock
        self._company = Company()

    def step(self, requests: Sequence[Request], pool: LatentPool, tick: int) -> list[Advance]:
        """Step a batch; never raises.

        Args:
            requests: Of one group.
            pool: Where their state lies.
            tick: Number of the tick.

        Returns:
            What became of each request; in no particular order.
        """
        started = self._clock()
        advances = self._step(requests, pool, tick)
        self._counters.add("engine_ticks_total")
        self._counters.add("engine_tick_seconds_total", self._clock() - started)
        return advances

    def _step(self, requests: Sequence[Request], pool: LatentPool, tick: int) -> list[Advance]:
        """Step a batch; if that raises, halve it until the request at fault stands alone.

        Only the computation is tried again: nothing is stored before all of it is done, so that
        no neighbour moves twice.
        """
        try:
            step = self._compute(requests, pool)
        except Exception as error:  # noqa: BLE001  around one request
            let_go(error)
            if is_out_of_memory(error):
                self._counters.add("engine_out_of_memory_total")
                self._budget.halve(requests[0].group, num_rows(requests))
            if len(requests) == 1:
                return [Advance(requests[0], error)]
            middle = len(requests) // 2
            halves = requests[:middle], requests[middle:]
            return [advance for half in halves for advance in self._step(half, pool, tick)]
        return self._commit(step, pool, tick)

    def _compute(self, requests: Sequence[Request], pool: LatentPool) -> _Step:
        batch = batches.gather(requests, pool, self._company)
        started = self._clock()
        raw = self._runner.denoise(batch)
        self._counters.add("engine_network_seconds_total", self._clock() - started)
        self._counters.add("engine_rows_total", batch.num_rows)
        output = batches.guided_output(batch, raw)
        new_state = batches.update(batch, output)
        batches.keep_known(batch, new_state)
        previews = self._previewer.make(batch, output)
        return _Step(batch, new_state, previews, batches.finite_rows(new_state))

    def _commit(self, step: _Step, pool: LatentPool, tick: int) -> list[Advance]:
        requests = step.batch.requests
        try:
            batches.scatter(step.batch, step.new_state, pool, tick)
        except Exception as error:  # noqa: BLE001  their state is lost, other requests' is not
            return [Advance(request, error) for request in requests]
        return [
            Advance(
                request,
                None if is_finite else NotFiniteError(step_index=request.step_index),
                step.previews.ready.get(request.request_id),
                step.previews.forbidden.get(request.request_id),
            )
            for request, is_finite in zip(requests, step.finite, strict=True)
        ]


def num_rows(requests: Sequence[Request]) -> int:
    """Count the rows of the requests' next step."""
    return sum(2 if request.is_guided else 1 for request in requests)
