"""WholeMap: reads a picture that lost none of its edges, once it has a supposed size again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from engine.postprocess.strengths import low_band, strengths
from engine.postprocess.watermark import votes
from engine.provenance.ballot import ORIENTATIONS, count_whole, levelled, oriented
from engine.provenance.tally import leaders, tally_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from engine.provenance.reading import Reading
    from engine.provenance.sizes import Size
    from engine.provenance.tally import Tally

    Plane = npt.NDArray[np.float32]


class WholeMap:
    """The strengths of all blocks of a picture at one size.

    Args:
        luma: Of the picture as it came; float32 [H, W].
        size: Width and height that it may have had.
    """

    def __init__(self, luma: Plane, size: Size) -> None:
        self._size = size
        self._strengths = strengths(low_band(_resized(luma, size)))

    def read(self, gains: Sequence[float]) -> list[Reading]:
        """Return the best readings over gains and orientations."""
        tallies = [tally for gain in gains for tally in self._read(gain)]
        return [tally.reading(self._size, is_whole=True) for tally in leaders(tallies)]

    def _read(self, gain: float) -> Iterator[Tally]:
        ballot = votes(self._strengths, gain)
        for is_transposed in (False, True):
            level = levelled(ballot, is_transposed=is_transposed)
            power = float(np.vdot(level, level))
            for flip, turns in ORIENTATIONS[is_transposed]:
                sums = count_whole(oriented(level, flip=flip, turns=turns))
                yield tally_of(sums, power, level.size, flip=flip, turns=turns, gain=gain)


def _resized(luma: Plane, size: Size) -> Plane:
    height, width = luma.shape
    if (width, height) == size:
        return luma
    is_smaller = size[0] * size[1] < width * height
    scaled: Any = cv2.resize(
        luma, size, interpolation=cv2.INTER_AREA if is_smaller else cv2.INTER_CUBIC
    )
    plane: Plane = scaled
    return plane
