"""A replay: this engine given jobs, all at once or as they arrive."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.bench.clocks import READ, Seconds, now, since
from engine.bench.network import watching
from engine.protocol import Failed, Finished, Rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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
        seconds: From the start to the last image.
        calls: Shapes of the network's calls, [B, C, H, W].
    """

    seconds: Seconds
    calls: tuple[tuple[int, int, int, int], ...]

    @property
    def num_rows(self) -> int:
        """Rows of all calls."""
        return sum(call[0] for call in self.calls)


class _People:
    """Who comes, when, and how long each waits, by a clock that can be held and put forward.

    Args:
        jobs: What each asks for.
        clock: Seconds.
        arrivals: Seconds from now, one a job.
    """

    def __init__(
        self, jobs: Sequence[Job], clock: Callable[[], float], arrivals: Sequence[float]
    ) -> None:
        self._jobs = jobs
        self._clock = clock
        self._arrivals = arrivals
        self._coming = sorted(range(len(jobs)), key=arrivals.__getitem__)
        self._left = [job.num_images for job in jobs]
        self._start = clock()
        self.waits = [0.0] * len(jobs)

    @property
    def now(self) -> float:
        """Seconds since the start, but for those in which the clock was held."""
        return self._clock() - self._start

    @property
    def share(self) -> float:
        """Part of the people who have come, 0 to 1."""
        return 1 - len(self._coming) / len(self._jobs)

    @property
    def are_coming(self) -> bool:
        """Whether somebody is still to come."""
        return bool(self._coming)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the clock for as long as something else goes on."""
        since = self._clock()
        yield
        self._start += self._clock() - since

    def wait(self) -> None:
        """Put the clock forward to the next arrival."""
        self._start -= max(self._arrivals[self._coming[0]] - self.now, 0.0)

    def submit(self, engine: Engine) -> None:
        """Hand over the jobs of all who have come."""
        while self._coming and self._arrivals[self._coming[0]] <= self.now:
            place = self._coming.pop(0)
            for index, params in enumerate(self._jobs[place].params()):
                name = f"{place}:{index}"
                engine.submit(params, request_id=name, watermark_id=place + 1)

    def note(self, events: Iterable[RequestEvent]) -> None:
        """Note whose last image came."""
        for event in events:
            if isinstance(event, Failed | Rejected):
                raise LostImageError(event)
            if isinstance(event, Finished):
                place = int(event.request_id.partition(":")[0])
                self._left[place] -= 1
                if not self._left[place]:
                    self.waits[place] = self.now - self._arrivals[place]


def replay(subject: Subject, engine: Engine, jobs: Sequence[Job]) -> Replay:
    """Draw jobs with an idle engine, every image screened, enlarged, marked and encoded.

    Args:
        subject: Whose network the engine calls.
        engine: To draw with; what it remembers of earlier replays, it may use.
        jobs: What people ask for, all at the start.

    Raises:
        LostImageError: An image did not come.
    """
    start = now()
    people = _People(jobs, READ["wall"], [0.0] * len(jobs))
    with watching(subject.pipeline.unet, "wall") as watch:
        _draw(engine, people, lambda _share: None)
    return Replay(since(start), tuple(watch.calls))


def replay_arrivals(
    engine: Engine,
    jobs: Sequence[Job],
    clock: Clock,
    arrivals: Sequence[float],
    meanwhile: Callable[[float], None],
) -> tuple[float, ...]:
    """Draw jobs as they arrive; time in which nobody waits for anything is skipped.

    Args:
        engine: To draw with, idle.
        jobs: What people ask for.
        clock: That arrivals and waits are told by.
        arrivals: Seconds from the start, one a job.
        meanwhile: Called when nobody waits and somebody is still to come, with the share of
            people who have come; what it takes is not counted.

    Returns:
        For each job the seconds from its arrival to its last image.

    Raises:
        LostImageError: An image did not come.
    """
    people = _People(jobs, READ[clock], arrivals)
    _draw(engine, people, meanwhile)
    return tuple(people.waits)


def _draw(engine: Engine, people: _People, meanwhile: Callable[[float], None]) -> None:
    while people.are_coming or engine.has_work:
        if not engine.has_work:
            with people.held():
                meanwhile(people.share)
            people.wait()
        people.submit(engine)
        people.note(engine.tick())
