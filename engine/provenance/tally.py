"""Tally: what the votes of one map add up to, read one way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from engine.provenance.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

NEAR: Final = 0.9  # of the best agreement


class Tally(NamedTuple):
    """What the votes of one map add up to, read one way.

    Attributes:
        agreement: How far the blocks agree on 32 bits, 0 to 1.
        sums: Of the votes for each bit, over the root of the sum of their squares; float32 [32].
        flip: Whether the map was flipped to read it so.
        turns: By how many quarters it was turned.
        gain: How much brighter the picture was taken to be.
    """

    agreement: float
    sums: npt.NDArray[np.float32]
    flip: bool
    turns: int
    gain: float

    def reading(self, size: tuple[int, int], *, is_whole: bool) -> Reading:
        """Make a reading of it."""
        parts = [f"{size[0]}x{size[1]}" if is_whole else "cut"]
        parts += [f"turned {self.turns * 90}"] if self.turns else []
        parts += ["flipped"] if self.flip else []
        parts += [f"brightness {self.gain:.2f}"] if self.gain != 1.0 else []
        return Reading(
            agreement=round(self.agreement, 4),
            soft=tuple(np.round(self.sums.astype(float), 3).tolist()),
            is_whole=is_whole,
            past=", ".join(parts),
        )


def tally_of(
    sums: npt.NDArray[np.float32],
    power: float,
    num_blocks: int,
    *,
    flip: bool,
    turns: int,
    gain: float,
) -> Tally:
    """Weigh the votes' sums, float32 [32], by the sum of the squared votes."""
    scaled = sums / np.float32(np.sqrt(max(power, 1e-9)))
    agreement = float(scaled @ scaled) * len(scaled) / max(num_blocks, 1)
    return Tally(agreement, scaled, flip, turns, gain)


def leaders(tallies: Iterable[Tally]) -> list[Tally]:
    """Return the best tally of each orientation, where it is about as good as the best of all.

    Read backwards or upside down, most pictures agree as well, on other bits.
    """
    ranked = sorted(tallies, key=lambda tally: tally.agreement)
    best = {(tally.flip, tally.turns): tally for tally in ranked}  # the last one stays
    distinct = {(tally.sums > 0).tobytes(): tally for tally in best.values()}
    least = NEAR * ranked[-1].agreement
    return [tally for tally in distinct.values() if tally.agreement >= least]
