"""Weights: how far the vote of each block is to be trusted.

A plain block keeps its mean through most of what happens to a picture, and a block full of edges
does not. A block that was brightened beyond the end of the range has lost its mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from engine.postprocess.strengths import SIDE

if TYPE_CHECKING:
    import numpy.typing as npt

    Plane = npt.NDArray[np.float32]

BRIGHTEST: Final = 252  # of 255: JPEG moves clipped values a few levels
_MOST_CLIPPED: Final = 0.15  # share of a block's pixels
_ROUGH: Final = np.float32(12.0)  # deviation, in the low band, at which a block counts half
_CELLS: Final = SIDE // 2


def clipped_pixels(picture: npt.NDArray[np.uint8]) -> Plane:
    """Mark the pixels of which a channel is at its brightest; float32 [H, W] of 0 and 1."""
    brightest = np.maximum(np.maximum(picture[..., 0], picture[..., 1]), picture[..., 2])
    clipped: Plane = (brightest >= BRIGHTEST).astype(np.float32)
    return clipped


def steadiness(low: Plane) -> Plane:
    """Weigh each block of a low band by how plain it is; float32 [rows, columns], up to 1."""
    mean, square = _block_means(low, _CELLS), _block_means(low * low, _CELLS)
    variance = np.maximum(square - mean * mean, 0)
    return (1 / (1 + variance / _ROUGH**2)).astype(np.float32)


def unclipped(clipped: Plane) -> Plane:
    """Return 1 for each block that is hardly clipped, else 0; float32 [rows, columns]."""
    return (_block_means(clipped, SIDE) <= _MOST_CLIPPED).astype(np.float32)


def _block_means(plane: Plane, side: int) -> Plane:
    rows, columns = plane.shape[0] // side, plane.shape[1] // side
    cut = plane[: rows * side, : columns * side]
    return cv2.resize(cut, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32)
