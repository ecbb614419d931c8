"""Counting votes: which 32 bits the blocks of a picture agree on, whichever way it lies.

Bit i mod 32 stands in block i, counted along the rows. Turning or flipping a picture turns the
map of its votes; cutting its edges off rotates the bits; so one map answers for all of it. Where
R is the row stride (blocks across the whole picture, mod 32), block (r, c) says bit r R + c.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from engine.postprocess.watermark import NUM_BITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Plane = npt.NDArray[np.float32]

ORIENTATIONS: Final = {  # (flip, turns); True: the picture's rows lie as columns
    is_transposed: tuple(
        (flip, turns) for flip in (False, True) for turns in range(4) if turns % 2 == is_transposed
    )
    for is_transposed in (False, True)
}
_ALONG: Final = NUM_BITS  # a run of so many blocks holds every bit once
_ACROSS: Final = 5  # rows that are averaged with it
_LEAST_SHARE: Final = 1e-4  # of a window, so that an empty one divides by something


def levelled(ballot: Plane, weights: Plane, *, is_transposed: bool) -> Plane:
    """Take away what a run of 32 blocks has in common, since it speaks for every bit alike.

    Plain areas, a window around the picture and a change of brightness would outvote the rest.

    Args:
        ballot: Votes of one map; float32 [rows, columns]; not changed.
        weights: How far each block is to be trusted; 0 leaves it out.
        is_transposed: Whether the picture's rows lie as columns here.

    Returns:
        The weighted votes.
    """
    window = (_ACROSS, _ALONG) if is_transposed else (_ALONG, _ACROSS)  # across, down
    share = np.maximum(_blurred(weights, window), _LEAST_SHARE)
    mean = _blurred(ballot * weights, window) / share
    return (ballot - mean).astype(np.float32) * weights


def oriented(maps: Plane, *, flip: bool, turns: int) -> Plane:
    """Flip maps left to right, then turn them by quarters; float32 [..., rows, columns]."""
    flipped = maps[..., ::-1] if flip else maps
    lying = flipped.swapaxes(-2, -1) if turns % 2 else flipped
    down, across = (-1 if turns in (1, 2) else 1), (-1 if turns in (2, 3) else 1)
    return lying[..., ::down, ::across]


def count_whole(ballots: Plane) -> Plane:
    """Add up the votes of maps whose first block is the picture's first.

    Args:
        ballots: float32 [..., rows, columns].

    Returns:
        float32 [..., 32].
    """
    *maps, rows, columns = ballots.shape
    padded = np.zeros((*maps, -(-rows * columns // NUM_BITS) * NUM_BITS), np.float32)
    padded[..., : rows * columns] = ballots.reshape(*maps, rows * columns)
    sums: Plane = padded.reshape(*maps, -1, NUM_BITS).sum(axis=-2)
    return sums


def _blurred(plane: Plane, window: tuple[int, int]) -> Plane:
    mean: Plane = cv2.blur(plane, window, borderType=cv2.BORDER_REFLECT).astype(np.float32)
    return mean


def fold(ballots: Plane) -> Plane:
    """Add up blocks that lie 32 rows or columns apart.

    Args:
        ballots: float32 [maps, rows, columns].

    Returns:
        float32 [maps, 32, 32].
    """
    num_maps, *sides = ballots.shape
    rows, columns = (-(-side // NUM_BITS) for side in sides)
    padded = np.zeros((num_maps, rows * NUM_BITS, columns * NUM_BITS), np.float32)
    padded[:, : sides[0], : sides[1]] = ballots
    tiles = padded.reshape(num_maps, rows, NUM_BITS, columns, NUM_BITS)
    folded: Plane = tiles.sum(axis=(1, 3))
    return folded


def count_folds(folds: Plane, strides: Sequence[int]) -> Plane:
    """Add up folded maps with each row stride; which bit is the first stays open.

    Returns:
        float32 [maps, strides, 32].
    """
    places = np.arange(NUM_BITS)
    offsets = np.array(strides)[:, None, None] * places[None, :, None]
    columns = (places[None, None, :] - offsets) % NUM_BITS  # [strides, rows, bits]
    sums: Plane = folds[:, places[None, :, None], columns].sum(axis=2)
    return sums
