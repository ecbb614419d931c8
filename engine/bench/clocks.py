"""Time as this process spent it: on the wall, and in the processor."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Clock = Literal["wall", "cpu"]

READ: Final[dict[Clock, Callable[[], float]]] = {
    "wall": time.perf_counter,
    "cpu": time.process_time,  # all threads; a busy neighbour does not change it much
}


class Seconds(NamedTuple):
    """A length of time by both clocks."""

    wall: float
    cpu: float

    def by(self, clock: Clock) -> float:
        """Return the length by one clock."""
        return self.wall if clock == "wall" else self.cpu


def add(lengths: Iterable[Seconds]) -> Seconds:
    """Add lengths of time up."""
    wall, cpu = zip(*lengths, strict=True)
    return Seconds(sum(wall), sum(cpu))


def now() -> Seconds:
    """Read both clocks."""
    return Seconds(time.perf_counter(), time.process_time())


def since(start: Seconds) -> Seconds:
    """Measure from an earlier ``now``."""
    end = now()
    return Seconds(end.wall - start.wall, end.cpu - start.cpu)


class Spread(NamedTuple):
    """The middle of several measurements, with how far they lie apart."""

    median: float
    low: float
    high: float


def spread(values: Sequence[float]) -> Spread:
    """Sum measurements up.

    Args:
        values: At least one.
    """
    return Spread(statistics.median(values), min(values), max(values))


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Say what half, nine tenths and all but a hundredth of the values do not pass."""
    ordered = sorted(values)
    last = len(ordered) - 1
    return {f"p{part}": ordered[-(-part * last // 100)] for part in (50, 90, 99)}
