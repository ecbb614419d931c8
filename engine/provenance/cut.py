"""CutMaps: reads a picture that lost its edges, so that no one knows where its blocks begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from engine.postprocess.strengths import SIDE, low_band, strengths
from engine.postprocess.watermark import votes
from engine.provenance.ballot import (
    ORIENTATIONS,
    count_folds,
    fold,
    levelled,
    oriented,
)
from engine.provenance.tally import leaders, num_effective, standardised, tally_of
from engine.provenance.weights import steadiness, unclipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from engine.provenance.reading import Reading
    from engine.provenance.tally import Tally

    Plane = npt.NDArray[np.float32]

MIN_SIDE: Final = 128  # pixels: smaller pieces have too few blocks


class CutMaps:
    """The strengths of a picture's blocks for every place where the first block may begin.

    Args:
        luma: float32 [H, W], at least ``MIN_SIDE`` each.
        step: Pixels between the places; 1 tries all 64.
        families: Whether the picture's rows may lie as rows, as columns, or either.
        clipped: Pixels that are as bright as can be, float32 [H, W]; None if they are few.
    """

    def __init__(
        self,
        luma: Plane,
        *,
        step: int = 1,
        families: Sequence[bool] = (False, True),
        clipped: Plane | None = None,
    ) -> None:
        self._size = (luma.shape[1], luma.shape[0])
        self._families = families
        lows = [low_band(part) for part in _parts(luma, step)]
        self._maps = np.stack([strengths(low) for low in lows])
        weights = np.stack([steadiness(low) for low in lows])
        self._voters = self._bright_voters = CutVoters(weights)
        if clipped is not None:
            light = np.stack([unclipped(part) for part in _parts(clipped, step)])
            self._bright_voters = CutVoters(weights * light)

    def read(self, gains: Sequence[float], strides: Sequence[int]) -> list[Reading]:
        """Return the best readings over places, gains, orientations and row strides."""
        tallies = [tally for gain in gains for tally in self._read(gain, strides)]
        return [tally.reading(self._size, is_whole=False) for tally in leaders(tallies)]

    def _read(self, gain: float, strides: Sequence[int]) -> Iterator[Tally]:
        ballots = votes(self._maps, gain)
        voters = self._bright_voters if gain > 1 else self._voters
        for is_transposed in self._families:
            level = _all_levelled(ballots, voters.weights, is_transposed=is_transposed)
            powers = np.maximum(np.einsum("mrc,mrc->m", level, level), 1e-9)
            folds = fold(level)
            for flip, turns in ORIENTATIONS[is_transposed]:
                sums = count_folds(oriented(folds, flip=flip, turns=turns), strides)
                counts = voters.counts(flip, turns, strides)
                scaled = standardised(sums, counts, powers[:, None, None])
                scores = np.einsum("msb,msb->ms", scaled, scaled)
                place, stride = np.unravel_index(np.argmax(scores), scores.shape)
                number = num_effective(voters.weights[place])
                best = scaled[place, stride]
                yield tally_of(best, number, flip=flip, turns=turns, gain=gain)


class CutVoters:
    """How far each block's vote is to be trusted, wherever the first block may begin.

    Attributes:
        weights: float32 [maps, rows, columns].
    """

    def __init__(self, weights: Plane) -> None:
        self.weights = weights
        self._squares = fold(weights * weights)
        self._counts: dict[tuple[bool, int, Sequence[int]], Plane] = {}

    def counts(self, flip: bool, turns: int, strides: Sequence[int]) -> Plane:  # noqa: FBT001
        """Return the sums of the squared weights for each bit; float32 [maps, strides, 32]."""
        key = (flip, turns, tuple(strides))
        if key not in self._counts:
            self._counts[key] = count_folds(
                oriented(self._squares, flip=flip, turns=turns), strides
            )
        return self._counts[key]


def _parts(plane: Plane, step: int) -> Iterator[Plane]:
    """Cut a plane at every place where the first block may begin."""
    height, width = (side // SIDE * SIDE - SIDE for side in plane.shape)
    for top in range(0, SIDE, step):
        for left in range(0, SIDE, step):
            yield plane[top : top + height, left : left + width]


def _all_levelled(ballots: Plane, weights: Plane, *, is_transposed: bool) -> Plane:
    return np.stack(
        [
            levelled(ballot, some, is_transposed=is_transposed)
            for ballot, some in zip(ballots, weights, strict=True)
        ]
    )
