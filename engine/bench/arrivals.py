"""When people come, and how long one who serves them in turn lets them wait."""

from __future__ import annotations

import random
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

NUM_ARRIVALS: Final = 24  # at least; with fewer people hardly anybody waits for another


def poisson_arrivals(count: int, rate: float, seed: int) -> list[float]:
    """Draw arrival times, the first at 0.

    Args:
        count: How many.
        rate: Mean arrivals a second, above 0.
        seed: The same gives the same times.

    Returns:
        Seconds, ascending.
    """
    rng = random.Random(seed)  # noqa: S311  not a secret
    gaps = [rng.expovariate(rate) for _ in range(count - 1)]
    return list(accumulate([0.0, *gaps]))


def visits_for(num_asked: int) -> int:
    """Say how often each of so many jobs comes, for ``NUM_ARRIVALS`` in all."""
    return -(-NUM_ARRIVALS // num_asked)


def visiting_order(num_jobs: int, visits: int, seed: int) -> list[int]:
    """Say who comes when: every job once, then all again, shuffled.

    Args:
        num_jobs: At least 1.
        visits: How often each comes.
        seed: The same gives the same order.

    Returns:
        Places of jobs.
    """
    rng = random.Random(seed)  # noqa: S311  not a secret
    again = [rng.sample(range(num_jobs), num_jobs) for _ in range(visits - 1)]
    return [*range(num_jobs), *(place for round_ in again for place in round_)]


def come_in_time(order: Sequence[int], services: Sequence[float], seconds: float) -> Sequence[int]:
    """Keep whoever can be served within the time, at least everybody's first visit.

    Args:
        order: Places of jobs, as they come; the first visits first.
        services: What each job takes; seconds.
        seconds: For all.
    """
    ends = list(accumulate(services[place] for place in order))
    return order[: max(sum(end <= seconds for end in ends), len(services))]


def waits_in_turn(arrivals: Sequence[float], services: Sequence[float]) -> list[float]:
    """Say how long each waits, from arrival to end, when served one after another.

    Nothing is drawn for this: whoever serves in turn is busy with each for as long as the
    measured service takes, whenever it comes.

    Args:
        arrivals: Seconds, ascending.
        services: How long each takes alone.
    """
    waits: list[float] = []
    free = 0.0
    for arrival, service in zip(arrivals, services, strict=True):
        free = max(free, arrival) + service
        waits.append(free - arrival)
    return waits
