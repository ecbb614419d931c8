"""Glance: a quick look at whether the blocks of a straightened picture agree on anything.

The strength of a block is taken to be the root of the sum of its squares, which bounds its
largest singular value from above and is near it in plain blocks; one filter gives it everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from engine.postprocess.strengths import SIDE, low_band
from engine.postprocess.watermark import NUM_BITS, votes
from engine.provenance.ballot import ORIENTATIONS, count_folds, fold, levelled, oriented
from engine.provenance.tally import leaders, standardised, tally_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from engine.provenance.reading import Reading
    from engine.provenance.tally import Tally

    Plane = npt.NDArray[np.float32]

_CELLS: Final = SIDE // 2


def glance(luma: Plane, strides: Sequence[int]) -> Reading:
    """Return the most promising reading of an upright picture, at every second place.

    Args:
        luma: float32 [H, W].
        strides: Row strides to try.
    """
    maps = _all_strengths(low_band(luma))
    weights = np.ones_like(maps[0])
    level = np.stack([levelled(one, weights, is_transposed=False) for one in votes(maps)])
    tallies = leaders(_tallies(level, strides))
    readings = [tally.reading(luma.shape[::-1], is_whole=False) for tally in tallies]
    return max(readings, key=lambda reading: reading.promise)


def _tallies(level: Plane, strides: Sequence[int]) -> Iterator[Tally]:
    powers = np.einsum("mrc,mrc->m", level, level)[:, None, None]
    counts = np.full(NUM_BITS, level[0].size / NUM_BITS, np.float32)
    folds = fold(level)
    for flip, turns in ORIENTATIONS[False]:
        sums = count_folds(oriented(folds, flip=flip, turns=turns), strides)
        scaled = standardised(sums, counts, powers)
        scores = np.einsum("msb,msb->ms", scaled, scaled)
        best = np.unravel_index(np.argmax(scores), scores.shape)
        yield tally_of(scaled[best], level[0].size, flip=flip, turns=turns, gain=1.0)


def _all_strengths(low: Plane) -> Plane:
    """Estimate the strengths of the blocks from each cell on; float32 [16, rows, columns]."""
    squares = cv2.boxFilter(low * low, -1, (_CELLS, _CELLS), normalize=False, anchor=(0, 0))
    rows, columns = (side // _CELLS * _CELLS - _CELLS for side in low.shape)
    strengths = np.sqrt(np.maximum(squares, 0))
    return np.stack(
        [
            strengths[top : top + rows : _CELLS, left : left + columns : _CELLS]
            for top in range(_CELLS)
            for left in range(_CELLS)
        ]
    )
