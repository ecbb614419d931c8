"""A requester's record: strikes that fade, and what they mean while they last."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

HALF_LIFE: Final = dt.timedelta(days=3)
"""In which a strike loses half of its weight."""

MEMORY: Final = 10 * HALF_LIFE
"""Older strikes weigh under a thousandth and are forgotten."""

SLOW_FROM: Final = 2.5
"""Weight from which a person waits between two commands; three strikes in a short time."""

CLOSED_FROM: Final = 4.5
"""Weight from which drawing is closed; five strikes in a short time."""

SLOW_SECONDS: Final = 60.0
"""The wait at ``SLOW_FROM``; it doubles with each unit of weight."""

COUNTS_FROM: Final = 0.5


@dataclass(frozen=True, slots=True)
class Offence:
    """One strike as memory keeps it."""

    at: dt.datetime
    weight: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands now.

    Attributes:
        weight: Of all strikes as they have faded.
        wait_seconds: Least time between two commands; 0 for none.
        closed_until: When drawing opens again, or None when it is open.
    """

    weight: float = 0.0
    wait_seconds: float = 0.0
    closed_until: dt.datetime | None = None

    @property
    def has_strikes(self) -> bool:
        """Whether the record still counts."""
        return self.weight >= COUNTS_FROM


def standing(offences: Iterable[Offence], now: dt.datetime) -> Standing:
    """Work out what a person's strikes mean at an instant.

    A person whose drawing is closed gets it back by waiting: the weight halves every
    ``HALF_LIFE``, so that the moment is known.
    """
    weight = math.fsum(
        one.weight * 0.5 ** (max(dt.timedelta(), now - one.at) / HALF_LIFE) for one in offences
    )
    if weight >= CLOSED_FROM:
        left = HALF_LIFE * math.log2(weight / SLOW_FROM)
        return Standing(weight, SLOW_SECONDS, now + left)
    if weight >= SLOW_FROM:
        return Standing(weight, SLOW_SECONDS * 2 ** (weight - SLOW_FROM))
    return Standing(weight)
