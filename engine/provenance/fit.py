"""How far the bits that were read from a picture fit the id of a watermark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from engine.provenance.chance import chance_of
from engine.provenance.equalise import equalised

if TYPE_CHECKING:
    import numpy.typing as npt

    from engine.provenance.reading import Reading

    Bits = npt.NDArray[np.float64]

NUM_BITS: Final = 32
ROTATIONS: Final = (np.arange(NUM_BITS)[None] + np.arange(NUM_BITS)[:, None]) % NUM_BITS
"""Places of the bits in each of their rotations; int64 [32, 32]."""


class Fit(NamedTuple):
    """How far bits that were read fit an id.

    Attributes:
        value: Correlation of the bits with the id's, 0 to 1.
        bits: In the shape that fits best; float64 [32].
        num_tried: Shapes, signs and rotations that were tried.
    """

    value: float
    bits: Bits
    num_tried: int

    @property
    def chance(self) -> float:
        """Bound on the chance that an id that has nothing to do with the picture fits as well."""
        return chance_of(self.bits, self.value) * self.num_tried


def fit_of(reading: Reading, watermark_id: int | None) -> Fit:
    """Correlate the bits that were read, or their opposites, with an id's, at the best rotation."""
    shapes = np.stack(shapes_of(reading))
    if watermark_id is None:
        return Fit(0.0, shapes[0], 1)
    signs = np.array([1.0 if bit == "1" else -1.0 for bit in f"{watermark_id:032b}"])
    length = max(float(np.linalg.norm(shapes[0])) * float(np.sqrt(NUM_BITS)), 1e-9)
    rolled = shapes[:, None] if reading.is_whole else shapes[:, ROTATIONS]
    sums = np.abs(rolled @ signs)
    return Fit(float(sums.max()) / length, shapes[int(sums.max(axis=1).argmax())], 2 * sums.size)


def shapes_of(reading: Reading) -> list[Bits]:
    """Return the bits as read, and taken apart from their neighbours."""
    soft = np.array(reading.soft)
    return [soft, equalised(soft)]
