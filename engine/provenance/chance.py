"""Chance: how likely an id that has nothing to do with a picture fits what was read as well.

Ids are random, whatever the picture: for bits s_i that were read, the sum of s_i times the signs
of an unrelated id exceeds z with a probability of at most min over t of
exp(-t z) * product of cosh(t s_i) (Chernoff 1952, "A measure of asymptotic efficiency for tests of
a hypothesis based on the sum of observations"). No assumption is made about pictures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

_TILTS: Final = np.geomspace(0.05, 20.0, 60)  # t, for bits whose mean square is 1


def chance_of(soft: npt.NDArray[np.float64], match: float) -> float:
    """Bound the chance that an unrelated id matches one reading as well.

    Args:
        soft: Bits, positive for a one; float64 [32].
        match: Their correlation with the id's signs, 0 to 1.
    """
    scale = float(np.sqrt(np.mean(soft**2)))
    if match <= 0 or scale <= 0:
        return 1.0
    bits = np.abs(soft) / scale
    spread = _log_cosh(_TILTS[:, None] * bits).sum(axis=1)
    return float(np.exp(np.minimum((spread - _TILTS * match * len(soft)).min(), 0.0)))


def _log_cosh(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    logs: npt.NDArray[np.float64] = np.logaddexp(values, -values) - np.log(2)
    return logs
