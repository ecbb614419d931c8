"""Reading: what a picture seems to carry, under one supposition about its past."""

from __future__ import annotations

import math
from typing import Final

import msgspec

_EVEN: Final = 8  # power of the clarity: waves over the bits, with 0.8, count a quarter of a mark


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a picture seems to carry, under one supposition about its past.

    Attributes:
        agreement: How far the blocks agree on 32 bits, 0 to 1.
        soft: Per bit, positive for a one; scaled so that its sum over the signs of an unrelated
            id has a deviation of about one.
        is_whole: Whether the first bit is known; else the bits may be rotated.
        past: What was undone, in words.
    """

    agreement: float
    soft: tuple[float, ...]
    is_whole: bool
    past: str = ""

    @property
    def clarity(self) -> float:
        """How alike the bits' weights are: 1 for a mark, 0.9 for waves, 0.8 for noise."""
        length = math.sqrt(sum(value * value for value in self.soft) * len(self.soft))
        return sum(map(abs, self.soft)) / length if length else 0.0

    @property
    def promise(self) -> float:
        """How much it looks like a mark: agreement on bits that are about as clear, 0 to 1."""
        return self.agreement * self.clarity**_EVEN

    @property
    def score(self) -> float:
        """Chi-squared with 32 degrees of freedom for noise; hundreds for a mark."""
        return len(self.soft) * sum(value * value for value in self.soft)
