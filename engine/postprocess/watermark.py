"""The invisible watermark: 32 bits in the singular values of the luma plane.

The block layout is that of invisible-watermark's ``dwtDctSvd``, whose own decoder reads it
(``scales=[36, 0, 0]`` replaced by ours): one Haar level, 4x4 blocks of the low band, bit i mod 32
in block i, the largest singular value moved to the near quarter of its quantisation step. Ours
differs in what makes it last: luma instead of chroma (JPEG and WebP subsample chroma), rounding
and clipping instead of wrapping, the nearest quantiser, all blocks at once. DESIGN.md section 7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import cv2
import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

SCALE: Final = 30.0  # quantisation step: 46 dB, survives JPEG 50 and WebP 80 (ECOSYSTEM.md, 8)
NUM_BITS: Final = 32
MIN_SIDE: Final = 256  # pixels; below it the decoder of invisible-watermark refuses
_BLOCK: Final = 4
_HALF: Final = 0.5
_ZERO: Final = 1e-9


class Reading(NamedTuple):
    """What a picture seems to carry.

    Attributes:
        watermark_id: The 32 bits.
        confidence: Agreement of the blocks, 0 (a coin) to 1 (all of them).
    """

    watermark_id: int
    confidence: float


def can_carry(width: int, height: int) -> bool:
    """Say whether a picture is large enough for a watermark."""
    return min(width, height) >= MIN_SIDE


def embed(picture: npt.NDArray[np.uint8], watermark_id: int) -> npt.NDArray[np.uint8]:
    """Write an id into a picture.

    Args:
        picture: uint8 [height, width, 3], RGB, at least 256 pixels a side; not changed.
        watermark_id: 0 to 2**32 - 1.

    Returns:
        The marked picture, about 46 dB from the original.
    """
    yuv = cv2.cvtColor(picture, cv2.COLOR_RGB2YUV)
    height, width = (side // 4 * 4 for side in picture.shape[:2])
    low, high = _haar(yuv[:height, :width, 0])
    blocks, rows, columns = _blocks(low)
    bits = np.resize(_bits(watermark_id), len(blocks))
    largest, outer = _dominant(blocks)
    change = (_quantise(largest, bits) - largest)[:, None, None] * outer
    low[: rows * _BLOCK, : columns * _BLOCK] += _unblocks(change, rows, columns)
    yuv[:height, :width, 0] = np.clip(np.rint(_unhaar(low, high)), 0, 255).astype(np.uint8)
    marked: npt.NDArray[np.uint8] = cv2.cvtColor(yuv, cv2.COLOR_YUV2RGB).astype(np.uint8)
    return marked


def extract(picture: npt.NDArray[np.uint8]) -> Reading:
    """Read the id of a picture that was not turned, scaled or cropped since.

    Args:
        picture: uint8 [height, width, 3], RGB.
    """
    votes = np.where(block_phases(picture) > _HALF, 1.0, -1.0).ravel()
    places = np.arange(votes.size) % NUM_BITS
    counts = np.maximum(np.bincount(places, minlength=NUM_BITS), 1)
    means = np.bincount(places, votes, NUM_BITS) / counts
    value = int.from_bytes(np.packbits(means > 0).tobytes(), "big")
    return Reading(value, float(np.abs(means).mean()))


def block_phases(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """Return where in its quantisation step each block lies, 0..1; above 0.5 means a one.

    Returns:
        float64 [rows, columns] of blocks, 8x8 pixels each.
    """
    luma = cv2.cvtColor(picture, cv2.COLOR_RGB2YUV)[..., 0]
    height, width = (side // 4 * 4 for side in luma.shape)
    blocks, rows, columns = _blocks(_haar(luma[:height, :width])[0])
    squares = np.linalg.eigvalsh(_gram(blocks))[:, -1].astype(np.float64)
    largest = np.sqrt(np.maximum(squares, 0))
    phases: npt.NDArray[np.float64] = (largest % SCALE / SCALE).reshape(rows, columns)
    return phases


def _gram(blocks: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return blocks.transpose(0, 2, 1) @ blocks


def _dominant(
    blocks: npt.NDArray[np.float64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Find each block's largest singular value with its rank-one direction.

    By the eigenvectors of the Gram matrix: 8 ms for the 4096 blocks of a 512x512 picture, where
    a whole singular value decomposition takes 14.

    Returns:
        float64 [blocks], and u v^T as float64 [blocks, 4, 4].
    """
    v = np.linalg.eigh(_gram(blocks))[1][:, :, -1:]
    image = blocks @ v
    largest = np.linalg.norm(image, axis=1, keepdims=True)
    u = np.where(largest > _ZERO, image / np.maximum(largest, _ZERO), v)  # a black block: any u
    return largest[:, 0, 0], u @ v.transpose(0, 2, 1)


def _bits(watermark_id: int) -> npt.NDArray[np.uint8]:
    return np.unpackbits(np.frombuffer(watermark_id.to_bytes(4, "big"), np.uint8))


def _quantise(
    values: npt.NDArray[np.float64], bits: npt.NDArray[np.uint8]
) -> npt.NDArray[np.float64]:
    """Move values to the nearest point that says the bit: a quarter or three of a step."""
    target = 0.25 + 0.5 * bits
    moved = (np.round(values / SCALE - target) + target) * SCALE
    return np.where(moved < 0, moved + SCALE, moved)


_Detail = tuple["npt.NDArray[np.float64]", "npt.NDArray[np.float64]", "npt.NDArray[np.float64]"]


def _haar(plane: npt.NDArray[Any]) -> tuple[npt.NDArray[np.float64], _Detail]:
    """Split a plane into its low band and three details (one level of the Haar transform)."""
    p = plane.astype(np.float64)
    a, b, c, d = p[0::2, 0::2], p[0::2, 1::2], p[1::2, 0::2], p[1::2, 1::2]
    return (a + b + c + d) / 2, ((a + b - c - d) / 2, (a - b + c - d) / 2, (a - b - c + d) / 2)


def _unhaar(low: npt.NDArray[np.float64], high: _Detail) -> npt.NDArray[np.float64]:
    h, v, d = high
    plane = np.empty((low.shape[0] * 2, low.shape[1] * 2))
    plane[0::2, 0::2] = (low + h + v + d) / 2
    plane[0::2, 1::2] = (low + h - v - d) / 2
    plane[1::2, 0::2] = (low - h + v - d) / 2
    plane[1::2, 1::2] = (low - h - v + d) / 2
    return plane


def _blocks(band: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], int, int]:
    rows, columns = band.shape[0] // _BLOCK, band.shape[1] // _BLOCK
    cut = band[: rows * _BLOCK, : columns * _BLOCK]
    tiled = cut.reshape(rows, _BLOCK, columns, _BLOCK).transpose(0, 2, 1, 3)
    return tiled.reshape(rows * columns, _BLOCK, _BLOCK), rows, columns


def _unblocks(blocks: npt.NDArray[np.float64], rows: int, columns: int) -> npt.NDArray[np.float64]:
    tiled = blocks.reshape(rows, columns, _BLOCK, _BLOCK).transpose(0, 2, 1, 3)
    return tiled.reshape(rows * _BLOCK, columns * _BLOCK)
