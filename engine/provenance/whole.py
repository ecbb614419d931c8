"""WholeMap: reads a picture that lost none of its edges, once it has a supposed size again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from engine.postprocess.strengths import low_band, strengths
from engine.postprocess.watermark import votes
from engine.provenance.ballot import ORIENTATIONS, count_whole, levelled, oriented
from engine.provenance.tally import leaders, num_effective, standardised, tally_of
from engine.provenance.weights import steadiness, unclipped

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
        clipped: Its pixels that are as bright as can be, float32 [H, W]; None if they are few.
    """

    def __init__(self, luma: Plane, size: Size, clipped: Plane | None = None) -> None:
        self._size = size
        low = low_band(_resized(luma, size))
        self._strengths = strengths(low)
        weights = steadiness(low)
        self._voters = self._bright_voters = Voters(weights)
        if clipped is not None:
            self._bright_voters = Voters(weights * unclipped(_resized(clipped, size)))

    def read(self, gains: Sequence[float]) -> list[Reading]:
        """Return the best readings over gains and orientations."""
        plain = [gain for gain in gains if gain <= 1]
        bright = [gain for gain in gains if gain > 1]
        tallies = [*self._read(plain, self._voters), *self._read(bright, self._bright_voters)]
        return [tally.reading(self._size, is_whole=True) for tally in leaders(tallies)]

    def _read(self, gains: Sequence[float], voters: Voters) -> Iterator[Tally]:
        """Find the gain that each orientation agrees with most."""
        ballots = [votes(self._strengths, gain) for gain in gains]
        for is_transposed in (False, True) if gains else ():
            level = np.stack(
                [levelled(one, voters.weights, is_transposed=is_transposed) for one in ballots]
            )
            powers = np.einsum("grc,grc->g", level, level)[:, None]
            for flip, turns in ORIENTATIONS[is_transposed]:
                sums = count_whole(oriented(level, flip=flip, turns=turns))
                scaled = standardised(sums, voters.counts(flip, turns), powers)
                best = int(np.einsum("gb,gb->g", scaled, scaled).argmax())
                gain = gains[best]
                yield tally_of(scaled[best], voters.number, flip=flip, turns=turns, gain=gain)


class Voters:
    """How far each block's vote is to be trusted.

    Attributes:
        weights: float32 [rows, columns].
        number: How many blocks of weight one would say as much.
    """

    def __init__(self, weights: Plane) -> None:
        self.weights = weights
        self.number = num_effective(weights)
        self._squares = weights * weights
        self._counts: dict[tuple[bool, int], Plane] = {}

    def counts(self, flip: bool, turns: int) -> Plane:  # noqa: FBT001  (as in ORIENTATIONS)
        """Return the sums of the squared weights for each bit; float32 [32]."""
        if (flip, turns) not in self._counts:
            sheet = oriented(self._squares, flip=flip, turns=turns)
            self._counts[flip, turns] = count_whole(sheet)
        return self._counts[flip, turns]


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
