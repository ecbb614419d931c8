"""The ladder: the bare network by rows of a call, as far up as memory and time reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.bench.clocks import Seconds
from engine.bench.network import time_call

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.bench.allowance import Allowance
    from engine.bench.subject import Subject

_REPEATS: Final = 5
_WARM_UP: Final = 2  # calls of a new shape in which libraries choose and load their kernels


def climb(subject: Subject, sizes: Sequence[int], allowance: Allowance) -> dict[int, Seconds]:
    """Time the network at its native size, the best of a few calls for each number of rows.

    Args:
        subject: Whose network.
        sizes: Rows of a call, ascending; after one that is left out none is tried.
        allowance: Of time; says what was left out.
    """
    times: dict[int, Seconds] = {}
    for rows in sizes:
        foreseen = _foreseen(times, rows)
        best = allowance.attempt(
            f"{subject.name}: {rows} rows",
            foreseen,
            lambda rows=rows: _best(subject, rows, allowance),  # type: ignore[misc]
        )
        if best is None:
            break
        times[rows] = best
    return times


def _best(subject: Subject, rows: int, allowance: Allowance) -> Seconds:
    """Time calls until there are enough, or one at least when the time is over."""
    shape = (rows, *subject.latent_shape)
    for _ in range(_WARM_UP):
        time_call(subject, shape)
    lengths = [time_call(subject, shape)]
    while len(lengths) < _REPEATS and allowance.left > 0:
        lengths.append(time_call(subject, shape))
    return Seconds(*(min(column) for column in zip(*lengths, strict=True)))


def _foreseen(times: dict[int, Seconds], rows: int) -> float:
    """Expect of more rows what the last had, each row as long; of the first nothing is known."""
    if not times:
        return 0.0
    known = max(times)
    return (_WARM_UP + _REPEATS) * times[known].wall * rows / known
