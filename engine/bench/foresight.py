"""Foresight: how long a contest over given jobs will take, from pictures drawn just before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from engine.bench.plan import Estimate, Plan, plan_contest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.bench.workload import Job, Sizing


class Pace(NamedTuple):
    """Rows a second of whole pictures, everything beside the network included.

    Attributes:
        small: Where a call holds one picture, the slower of this engine and diffusers.
        full: Where calls are full.
    """

    small: float
    full: float


class Foreseen(NamedTuple):
    """What a contest is to be held over.

    Attributes:
        plan: Who takes part.
        num_rounds: Turns of every contender.
        seconds: That it will take at least.
    """

    plan: Plan
    num_rounds: int
    seconds: float


def foresee_contest(
    jobs: Sequence[Job], sizing: Sizing, pace: Pace, *, num_rounds: int, seconds: float
) -> Foreseen:
    """Plan as much as fits, in one round where not even the least fits into several.

    Args:
        jobs: Asked for.
        sizing: Of the model that draws them.
        pace: Of the machine.
        num_rounds: Asked for.
        seconds: For all of it; where more are foreseen, nothing fits.
    """
    tries = [_foresee(jobs, sizing, pace, rounds, seconds) for rounds in (num_rounds, 1)]
    return next((one for one in tries if one.seconds <= seconds), tries[-1])


def _foresee(
    jobs: Sequence[Job], sizing: Sizing, pace: Pace, num_rounds: int, seconds: float
) -> Foreseen:
    estimate = Estimate(pace.small, pace.full, sizing.native_side**2, num_rounds)
    plan = plan_contest(jobs, estimate, seconds)
    drawn = plan.jobs[: plan.num_in_rounds]
    return Foreseen(plan, num_rounds, estimate.rounds(drawn) + estimate.visits(plan.jobs, 1))
