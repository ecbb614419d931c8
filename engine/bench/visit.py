"""A visit: people who come one by one, and how long they wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.bench.arrivals import rate_for, typical_arrivals, waits_in_turn
from engine.bench.pipelines import draw_together
from engine.bench.plan import SAMPLED
from engine.bench.replay import replay_arrivals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.bench.clocks import Clock
    from engine.bench.subject import Subject
    from engine.bench.workload import Job
    from engine.engine import Engine


@dataclass(frozen=True, slots=True)
class Visit:
    """Waits of people who come one by one.

    Attributes:
        jobs: What each of them asks for.
        rate: Arrivals a second.
        ours: For each job, from arrival to last image, with this engine.
        in_turn: The same with diffusers, job after job.
    """

    jobs: Sequence[Job]
    rate: float
    ours: Sequence[float]
    in_turn: Sequence[float]

    def ratio(self, places: Sequence[int]) -> float:
        """Compare the mean waits of some jobs."""
        return sum(self.ours[p] for p in places) / sum(self.in_turn[p] for p in places)


class Drift:
    """How a machine's speed changes while people come.

    They come for minutes, in which a shared machine may become faster or slower than it was when
    diffusers drew the same jobs. So it draws every ``SAMPLED``-th of them once more, evenly
    spread over the arrivals, in moments when nobody waits.

    Args:
        subject: What to draw with.
        jobs: That people ask for.
        before: Seconds that diffusers took for each, before anybody came.
        clock: That these are told by.
    """

    def __init__(
        self, subject: Subject, jobs: Sequence[Job], before: Sequence[float], clock: Clock
    ) -> None:
        self._subject = subject
        self._clock = clock
        self._jobs = jobs[::SAMPLED]
        self._before = sum(before[::SAMPLED])
        self._again: list[float] = []

    @property
    def num_drawn(self) -> int:
        """How many jobs were drawn again."""
        return len(self._again)

    def sample(self, share: float) -> None:
        """Draw the next job, if so many should have been drawn again by now.

        Args:
            share: Of the people who have come; 0 to 1.
        """
        if self.num_drawn + 0.5 <= share * len(self._jobs):
            job = self._jobs[self.num_drawn]
            self._again.append(draw_together(self._subject, [job]).by(self._clock))

    def measure(self) -> float:
        """Draw what is left; say how much longer diffusers takes now, 1 as long as before."""
        while self.num_drawn < len(self._jobs):
            self.sample(1.0)
        return sum(self._again) / self._before


def visit_of(
    subject: Subject,
    engine: Engine,
    jobs: Sequence[Job],
    *,
    before: Sequence[float],
    order: Sequence[int],
    clock: Clock,
    seed: int,
) -> Visit:
    """Let people come at a rate that diffusers could just serve job after job.

    A few people hardly ever meet, so that nobody waits for anybody: where there are few jobs,
    others ask for the same again.

    Args:
        subject: What to draw with.
        engine: That draws.
        jobs: What people ask for.
        before: Seconds that diffusers took for each job alone, before anybody comes.
        order: Places of jobs, as they come.
        clock: That waits are told by.
        seed: Of the arrivals.
    """
    coming = [jobs[place] for place in order]
    services = [before[place] for place in order]
    arrivals = typical_arrivals(services, seed)
    drift = Drift(subject, jobs, before, clock)
    waits = replay_arrivals(engine, coming, clock, arrivals, drift.sample)
    change = drift.measure()
    in_turn = waits_in_turn(arrivals, [service * change for service in services])
    return Visit(coming, rate_for(services), waits, in_turn)
