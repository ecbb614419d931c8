"""Plan: how many jobs take part in a contest, for the time that there is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.bench.arrivals import visits_for
from engine.bench.network import rows_per_second

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from engine.bench.clocks import Seconds
    from engine.bench.subject import Subject
    from engine.bench.trace import Mix
    from engine.bench.workload import Job

LEAST: Final = 2  # jobs in a round
SAMPLED: Final = 3  # every so many jobs are drawn alone again while people come
_BESIDES: Final = 1.1  # all time over the network's: decoding, calls that are not full, the floor
_SMALL: Final = 2  # rows of diffusers' call for one guided image
_FULL: Final = 16


class Plan(NamedTuple):
    """Who takes part in a contest.

    Attributes:
        jobs: What people ask for when they come one by one.
        num_in_rounds: The first so many are drawn by every contender in every round.
        visits: How often each of ``jobs`` is asked for.
        seconds: That all of it may take.
    """

    jobs: Sequence[Job]
    num_in_rounds: int
    visits: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """Foresees what jobs take, from how long the bare network's calls did.

    Attributes:
        small: The network's rows a second in a call for one guided image.
        full: The same in a call of many rows.
        native: Pixels of the model's native size.
        num_rounds: How often contenders take turns.
    """

    small: float
    full: float
    native: int
    num_rounds: int

    @classmethod
    def of(cls, subject: Subject, times: Mapping[int, Seconds], num_rounds: int) -> Estimate:
        """Read it off timed calls of ``_SMALL`` and of ``_FULL`` rows."""
        rates = rows_per_second(times, "wall")
        native = subject.sizing.native_side**2
        return cls(rates[_SMALL], rates[_FULL], native, num_rounds)

    def rounds(self, jobs: Sequence[Job]) -> float:
        """Seconds of all rounds with these jobs."""
        return self.num_rounds * sum(self._alone(job) + self._together(job) for job in jobs)

    def visits(self, jobs: Sequence[Job], visits: int) -> float:
        """Seconds of people who come one by one; each drawn alone as well, to compare."""
        alone = sum(self._alone(job) for job in (*jobs, *jobs[::SAMPLED]))
        return alone + visits * sum(self._together(job) for job in jobs)

    def _alone(self, job: Job) -> float:
        rate = self.small if job.num_rows <= _SMALL else self.full
        return _BESIDES * job.work / self.native / rate

    def _together(self, job: Job) -> float:
        return _BESIDES * job.work / self.native / self.full


def plan_contests(
    jobs: Mapping[Mix, Sequence[Job]], estimate: Estimate, seconds: float
) -> dict[Mix, Plan]:
    """Share the time among the mixes by what they would take whole.

    Args:
        jobs: By mix, as they would be drawn.
        estimate: Of what they take.
        seconds: For all mixes together.
    """
    whole = {
        mix: estimate.rounds(drawn) + estimate.visits(drawn, _visits(drawn))
        for mix, drawn in jobs.items()
    }
    share = min(seconds / sum(whole.values()), 1.0)
    return {mix: plan_contest(drawn, estimate, share * whole[mix]) for mix, drawn in jobs.items()}


def plan_contest(jobs: Sequence[Job], estimate: Estimate, seconds: float) -> Plan:
    """Let everybody come, and as many as there is time for take part in the rounds.

    Where the time is too short even for that, there are fewer people; at least two.
    """
    for people in (jobs, *(jobs[:count] for count in range(len(jobs) - 1, LEAST - 1, -1))):
        visits = _visits(people)
        left = seconds - estimate.visits(people, visits)
        fitting = [
            count
            for count in range(LEAST, len(people) + 1)
            if estimate.rounds(people[:count]) <= left
        ]
        if fitting:
            return Plan(people, fitting[-1], visits, seconds)
    return Plan(jobs[:LEAST], len(jobs[:LEAST]), _visits(jobs[:LEAST]), seconds)


def _visits(jobs: Sequence[Job]) -> int:
    return visits_for(len(jobs)) if jobs else 0
