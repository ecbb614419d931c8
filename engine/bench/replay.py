"""A replay: this engine given jobs as they arrive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.bench.clocks import READ, Seconds, now, since
from engine.bench.network import watching
from engine.protocol import Failed, Finished, Rejected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.bench.clocks import Clock
    from engine.bench.subject import Subject
    from engine.bench.workload import Job
    from engine.engine import Engine
    from engine.protocol import RequestEvent


class LostImageError(RuntimeError):
    """An image of a benchmark did not come.

    Attributes:
        event: Its terminal event.
    """

    def __init__(self, event: Failed | Rejected) -> None:
        super().__init__(f"the engine ended {event.request_id} with {event.code}")
        self.event = event


@dataclass(frozen=True, slots=True)
class Replay:
    """How it went.

    Attributes:
        seconds: From the first arrival to the last image, idle time left out.
        waits: For each job, from its arrival to its last image.
        calls: Shapes of the network's calls, [B, C, H, W].
        network_seconds: Inside the network.
    """

    seconds: Seconds
    waits: tuple[float, ...]
    calls: tuple[tuple[int, int, int, int], ...]
    network_seconds: float

    @property
    def num_rows(self) -> int:
        """Rows of all calls."""
        return sum(call[0] for call in self.calls)


class _Arrivals:
    """Jobs on their way; time in which nobody waits for anything is skipped."""

    def __init__(self, engine: Engine, jobs: Sequence[Job], arrivals: Sequence[float]) -> None:
        self._engine = engine
        self._jobs = jobs
        self._arrivals = arrivals
        self._coming = sorted(range(len(jobs)), key=arrivals.__getitem__)
        self._left = [job.num_images for job in jobs]
        self._skipped = 0.0
        self.waits = [0.0] * len(jobs)

    @property
    def are_done(self) -> bool:
        return not self._coming and not self._engine.has_work

    def submit(self, elapsed: float) -> None:
        if self._coming and not self._engine.has_work:
            idle = self._arrivals[self._coming[0]] - self._skipped - elapsed
            self._skipped += max(idle, 0.0)
        while self._coming and self._arrivals[self._coming[0]] <= elapsed + self._skipped:
            place = self._coming.pop(0)
            for index, params in enumerate(self._jobs[place].params()):
                name = f"{place}:{index}"
                self._engine.submit(params, request_id=name, watermark_id=place + 1)

    def note(self, events: Sequence[RequestEvent], elapsed: float) -> None:
        for event in events:
            if isinstance(event, Failed | Rejected):
                raise LostImageError(event)
            if isinstance(event, Finished):
                place = int(event.request_id.partition(":")[0])
                self._left[place] -= 1
                if not self._left[place]:
                    self.waits[place] = elapsed + self._skipped - self._arrivals[place]


def replay(
    subject: Subject,
    engine: Engine,
    jobs: Sequence[Job],
    clock: Clock,
    arrivals: Sequence[float] = (),
) -> Replay:
    """Draw jobs with an idle engine, every image screened, enlarged, marked and encoded.

    Args:
        subject: Whose network the engine calls.
        engine: To draw with; what it remembers of earlier replays, it may use.
        jobs: What people ask for.
        clock: That arrivals and waits are told by.
        arrivals: Seconds from the start, one a job; empty: all at the start.

    Raises:
        LostImageError: An image did not come.
    """
    start, read = now(), READ[clock]
    begun = read()
    people = _Arrivals(engine, jobs, arrivals or [0.0] * len(jobs))
    with watching(subject.pipeline.unet, clock) as watch:
        while not people.are_done:
            people.submit(read() - begun)
            people.note(engine.tick(), read() - begun)
    return Replay(since(start), tuple(people.waits), tuple(watch.calls), watch.seconds)
