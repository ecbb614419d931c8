"""When people come, and how long one who serves them in turn lets them wait."""

from __future__ import annotations

import random
import statistics
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

NUM_ARRIVALS: Final = 24  # at least; with fewer people hardly anybody waits for another
RATE_SHARE: Final = 0.8  # of what one who serves in turn could just serve
NUM_DRAWS: Final = 200  # of which the most typical one is taken


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


def rate_for(services: Sequence[float]) -> float:
    """Say how many come a second: ``RATE_SHARE`` of what could just be served in turn."""
    return RATE_SHARE * len(services) / sum(services)


def typical_arrivals(services: Sequence[float], seed: int) -> list[float]:
    """Draw arrival times as they are in the long run, at ``rate_for`` these services.

    Two dozen people are few: in one draw hardly anybody waits for another, in the next one
    everybody does. So of ``NUM_DRAWS`` that one is taken in which people who are served in turn
    wait as long as they would if more and more came, in the mean.

    Args:
        services: What each takes alone, in the order of coming; seconds.
        seed: The same gives the same times.

    Returns:
        Seconds, ascending, the first 0.
    """
    count, rate = len(services), rate_for(services)
    usual = steady_wait(services, rate)
    draws = (poisson_arrivals(count, rate, seed * NUM_DRAWS + k) for k in range(NUM_DRAWS))
    return min(draws, key=lambda draw: abs(statistics.fmean(waits_in_turn(draw, services)) - usual))


def steady_wait(services: Sequence[float], rate: float) -> float:
    """Say how long people who are served in turn wait in the mean, from arrival to end.

    Args:
        services: What they take, each as likely as any other; seconds.
        rate: Poisson arrivals a second, fewer than can be served.

    Source: the Pollaczek-Khinchine formula (https://en.wikipedia.org/wiki/M/G/1_queue).
    """
    mean = statistics.fmean(services)
    square = statistics.fmean(service**2 for service in services)
    return mean + rate * square / (2 * (1 - rate * mean))


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
