"""CutMaps: reads a picture that lost its edges, so that no one knows where its blocks begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from engine.postprocess.strengths import SIDE, low_band, strengths
from engine.postprocess.watermark import votes
from engine.provenance.ballot import ORIENTATIONS, count_folds, fold, levelled, oriented
from engine.provenance.tally import leaders, tally_of

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
    """

    def __init__(
        self, luma: Plane, *, step: int = 1, families: Sequence[bool] = (False, True)
    ) -> None:
        height, width = (side // SIDE * SIDE - SIDE for side in luma.shape)
        self._size = (luma.shape[1], luma.shape[0])
        self._families = families
        self._maps = np.stack(
            [
                strengths(low_band(luma[top : top + height, left : left + width]))
                for top in range(0, SIDE, step)
                for left in range(0, SIDE, step)
            ]
        )

    def read(self, gains: Sequence[float], strides: Sequence[int]) -> list[Reading]:
        """Return the best readings over places, gains, orientations and row strides."""
        tallies = [tally for gain in gains for tally in self._read(gain, strides)]
        return [tally.reading(self._size, is_whole=False) for tally in leaders(tallies)]

    def _read(self, gain: float, strides: Sequence[int]) -> Iterator[Tally]:
        ballots = votes(self._maps, gain)
        for is_transposed in self._families:
            level = np.stack([levelled(b, is_transposed=is_transposed) for b in ballots])
            powers = np.maximum(np.einsum("mrc,mrc->m", level, level), 1e-9)
            folds = fold(level)
            for flip, turns in ORIENTATIONS[is_transposed]:
                sums = count_folds(oriented(folds, flip=flip, turns=turns), strides)
                scores = np.einsum("msb,msb->ms", sums, sums) / powers[:, None]
                place, stride = np.unravel_index(np.argmax(scores), scores.shape)
                yield tally_of(
                    sums[place, stride],
                    float(powers[place]),
                    level[place].size,
                    flip=flip,
                    turns=turns,
                    gain=gain,
                )
