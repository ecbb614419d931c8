"""Tally: what the votes of one map add up to, read one way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from engine.postprocess.watermark import NUM_BITS
from engine.provenance.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    Plane = npt.NDArray[np.float32]

NEAR: Final = 0.9  # of the best agreement
_LEAST_COUNT: Final = 1e-6  # of a picture in which nobody voted
_LEAST_SHARE: Final = 0.3  # of the mean: a few odd blocks must not decide a bit
_LEAST_VARIANCE: Final = 0.02  # of a vote: in plain areas without a mark it would be nothing
LEAST_BLOCKS: Final = 320  # fewer would agree by chance, so they are weighed as so many


class Tally(NamedTuple):
    """What the votes of one map add up to, read one way.

    Attributes:
        agreement: How far the blocks agree on 32 bits, 0 to 1.
        sums: Of the votes for each bit, over their deviation by chance and the root of 32;
            float32 [32].
        flip: Whether the map was flipped to read it so.
        turns: By how many quarters it was turned.
        gain: How much brighter the picture was taken to be.
    """

    agreement: float
    sums: Plane
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


def tally_of(sums: Plane, num_blocks: float, *, flip: bool, turns: int, gain: float) -> Tally:
    """Weigh the standardised sums of the votes, float32 [32], by how many blocks voted."""
    agreement = float(sums @ sums) / max(num_blocks, LEAST_BLOCKS)
    soft = sums / np.float32(np.sqrt(len(sums)))
    return Tally(agreement, soft, flip, turns, gain)


def standardised(sums: Plane, counts: Plane, power: float | Plane) -> Plane:
    """Divide sums of votes by their deviation if no block knew of a mark.

    Args:
        sums: Of the votes for each bit; float32 [..., 32].
        counts: Sums of the squared weights of the blocks that voted for each bit; float32
            [..., 32].
        power: Sum of the squared votes of all of them.
    """
    mean = np.maximum(counts.mean(axis=-1, keepdims=True), _LEAST_COUNT)
    variance = np.maximum(np.asarray(power, np.float32) / (mean * NUM_BITS), _LEAST_VARIANCE)
    scaled: Plane = sums / np.sqrt(np.maximum(counts, _LEAST_SHARE * mean) * variance)
    return scaled


def num_effective(weights: Plane) -> float:
    """Return how many blocks of weight one would say as much."""
    return float(weights.sum()) ** 2 / max(float(np.vdot(weights, weights)), 1e-9)


def leaders(tallies: Iterable[Tally]) -> list[Tally]:
    """Return the best tally of each orientation, where it is about as good as the best of all.

    Read backwards or upside down, most pictures agree as well, on other bits.
    """
    ranked = sorted(tallies, key=lambda tally: tally.agreement)
    best = {(tally.flip, tally.turns): tally for tally in ranked}  # the last one stays
    distinct = {(tally.sums > 0).tobytes(): tally for tally in best.values()}
    least = NEAR * ranked[-1].agreement
    return [tally for tally in distinct.values() if tally.agreement >= least]
