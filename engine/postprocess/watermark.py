"""The invisible watermark: 32 bits in the singular values of the luma plane.

The block layout is that of invisible-watermark's ``dwtDctSvd``, whose own decoder reads it
(``scales=[40.2, 0, 0]``): one Haar level, 4x4 blocks of the low band, bit i mod 32 in block i, the
largest singular value moved to the near quarter of its quantisation step. Ours differs in what
makes it last: luma instead of chroma (JPEG and WebP subsample chroma), the nearest quantiser,
colours that clip pay in their other channels, and an ordered dither instead of rounding, so that
the mean of a flat block is right to a fraction of a level. DESIGN.md section 7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import cv2
import numpy as np

from engine.postprocess.strengths import (
    SIDE,
    dominant,
    low_band,
    luma_of,
    spread_blocks,
    strengths,
)

if TYPE_CHECKING:
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]
    Plane = npt.NDArray[np.float32]

SCALE: Final = 40.2  # quantisation step: 44 dB; white is a point of it; docs/provenance.md
NUM_BITS: Final = 32
MIN_SIDE: Final = 256  # pixels; below it the decoder of invisible-watermark refuses
_LUMA: Final = np.array([0.299, 0.587, 0.114], np.float32)  # ITU-R BT.601, as JPEG's
_WHITE: Final = 2040.0  # strength of a white block
_NEARLY: Final = 8  # parts of a step by which a point may be missed and still be read
_ROOM: Final = 3  # levels that a channel needs before its end
_NO_ROOM: Final = 100.0  # price where no channel has any
_MISSED: Final = 0.02  # levels of luma that clipping may cost unnoticed
_LEAST_ROOM: Final = 0.1  # blue alone carries no more luma than this


class Prices(NamedTuple):
    """What it costs to change the luma of each block; float32 [blocks] each, 1 for grey."""

    up: Plane
    down: Plane


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


def embed(picture: Pixels, watermark_id: int) -> Pixels:
    """Write an id into a picture.

    Args:
        picture: uint8 [height, width, 3], RGB, at least 256 pixels a side; not changed.
        watermark_id: 0 to 2**32 - 1.

    Returns:
        The marked picture, about 45 dB from the original.
    """
    part = dominant(low_band(luma_of(picture)))
    bits = np.resize(bits_of(watermark_id), part.strength.size)
    prices = _prices(picture, part.rows, part.columns)
    change = (_quantise(part.strength, bits, prices) - part.strength) * part.outer
    half = spread_blocks(change, part.rows, part.columns) * np.float32(0.5)
    more_luma = np.repeat(np.repeat(half, 2, axis=0), 2, axis=1)
    height, width = more_luma.shape
    marked = picture.copy()
    shifted = _shift_luma(picture[:height, :width].astype(np.float32), more_luma)
    marked[:height, :width] = _dithered(shifted)
    return marked


def extract(picture: Pixels) -> Reading:
    """Read the id of a picture that was not turned, scaled or cropped since.

    Args:
        picture: uint8 [height, width, 3], RGB.
    """
    ballot = np.sign(votes(strengths(low_band(luma_of(picture))))).ravel()
    places = np.arange(ballot.size) % NUM_BITS
    counts = np.maximum(np.bincount(places, minlength=NUM_BITS), 1)
    means = np.bincount(places, ballot, NUM_BITS) / counts
    return Reading(id_of(means > 0), float(np.abs(means).mean()))


def votes(strength: Plane, gain: float = 1.0) -> Plane:
    """Return what each block says: 1 for a one, -1 for a zero, about 0 if it cannot tell.

    Args:
        strength: Of the blocks.
        gain: How much brighter the picture is than it was.
    """
    ballot: Plane = -np.sin(strength * np.float32(2 * np.pi / (SCALE * gain)))
    return ballot


def bits_of(watermark_id: int) -> Pixels:
    """Return the bits of an id, the highest first; uint8 [32]."""
    return np.unpackbits(np.frombuffer(watermark_id.to_bytes(4, "big"), np.uint8))


def id_of(bits: npt.NDArray[np.bool_]) -> int:
    """Return the id of 32 bits, the highest first."""
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def _quantise(values: Plane, bits: Pixels, prices: Prices) -> Plane:
    """Move values to the point that says the bit, a quarter or three of a step, at the least cost.

    A white block cannot become brighter, so a point far beyond white gives way to the one below.
    """
    step = np.float32(SCALE)
    target = (0.25 + 0.5 * bits).astype(np.float32)
    below = (np.floor(values / step - target) + target) * step
    above = below + step
    is_cheaper = (above - values) ** 2 * prices.up < (values - below) ** 2 * prices.down
    rises = (below < 0) | (is_cheaper & (above <= _WHITE + step / _NEARLY))
    quantised: Plane = np.where(rises, above, below)
    return quantised


def _prices(picture: Pixels, rows: int, columns: int) -> Prices:
    """Find what it costs to change the luma of each block, whose channels may be at an end.

    Where only blue has room, a level of luma takes nine of blue.
    """
    whole = picture[: rows * SIDE, : columns * SIDE]
    colours = cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA).reshape(-1, 3)
    return Prices(up=_price(colours <= 255 - _ROOM), down=_price(colours >= _ROOM))


def _price(has_room: npt.NDArray[np.bool_]) -> Plane:
    """Return the squared change of the channels for a squared change of luma; float32 [blocks]."""
    room = has_room.astype(np.float32)
    carried = np.maximum(room @ _LUMA, _LEAST_ROOM)
    price: Plane = np.where(room.any(axis=1), room.sum(axis=1) / 3 / carried**2, _NO_ROOM)
    return price


def _shift_luma(pixels: Plane, more: Plane) -> Plane:
    """Add to the luma of each pixel, in the channels that have room for it.

    Args:
        pixels: float32 [H, W, 3]; changed.
        more: Luma to add; float32 [H, W].
    """
    np.clip(pixels + more[..., None], 0, 255, out=(shifted := np.empty_like(pixels)))
    missing = more - cv2.transform(shifted - pixels, _LUMA[None])
    short = np.abs(missing) > _MISSED
    if short.any():
        colours, lack = shifted[short], missing[short]
        for _ in range(2):  # a second channel may clip in its turn
            room = np.where(lack[:, None] > 0, colours < 255, colours > 0).astype(np.float32)  # noqa: PLR2004
            step = lack / np.maximum(room @ _LUMA, _LEAST_ROOM)
            paid = np.clip(colours + room * step[:, None], 0, 255)
            lack, colours = lack - (paid - colours) @ _LUMA, paid
        shifted[short] = colours
    return shifted


def _dithered(pixels: Plane) -> Pixels:
    """Round to whole levels so that every 8x8 block keeps its mean."""
    rows, columns = pixels.shape[0] // SIDE, pixels.shape[1] // SIDE
    pixels += np.tile(_THRESHOLDS, (rows, columns))[..., None]
    return np.clip(pixels, 0, 255).astype(np.uint8)


def _bayer(side: int) -> Plane:
    """Build the ordered dither matrix; float32 [side, side], over 0 to 1.

    Source: Bayer 1973, "An optimum method for two-level rendition of continuous-tone pictures".
    """
    matrix = np.zeros((1, 1), np.float32)
    while len(matrix) < side:
        matrix = np.block([[4 * matrix, 4 * matrix + 2], [4 * matrix + 3, 4 * matrix + 1]])
    return ((matrix + 0.5) / side**2).astype(np.float32)


_THRESHOLDS: Final = _bayer(SIDE)
