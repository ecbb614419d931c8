"""Perceptual hashes: 64 bits that pictures which look alike share nearly all of.

Source: Zauner 2010, "Implementation and benchmarking of perceptual image hash functions",
section 3.2.2 (the DCT hash): scale to 32x32 grey, take the 8x8 lowest frequencies, and compare
each with their median. A change of brightness, scale or format turns a few bits at most; cutting
the edges off turns many, so the middles of a picture are hashed too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]
    Plane = npt.NDArray[np.float32]

HASH_BITS: Final = 64
MIDDLES: Final = {"whole": 1.0, "middle_90": 0.9, "middle_80": 0.8}  # share of each side
_SIDE: Final = 32
_LOW: Final = 8
_PLAIN: Final = 12.0  # grey levels: rows that vary less around a corner's are a margin


def picture_hashes(picture: Pixels) -> dict[str, str]:
    """Hash a finished picture and its middles.

    Returns:
        16 hexadecimal digits each, by the names in ``MIDDLES``.
    """
    grey = _grey(picture)
    return {name: _hash(_thumbnail(_middle(grey, share))) for name, share in MIDDLES.items()}


def query_hashes(picture: Pixels) -> dict[str, str]:
    """Hash an uploaded picture in its eight orientations, with and without a plain margin.

    Returns:
        16 hexadecimal digits each, by what was undone.
    """
    grey = _grey(picture)
    views = {"": _thumbnail(grey), "trimmed": _thumbnail(without_margin(grey))}
    found: dict[str, str] = {}
    for name, view in views.items():
        for flip in (False, True):
            for turns in range(4):
                turned = np.rot90(view[:, ::-1] if flip else view, turns)
                words = [name, f"turned {turns * 90}" if turns else "", "flipped" if flip else ""]
                found.setdefault(", ".join(filter(None, words)) or "as it is", _hash(turned))
    return found


def without_margin(grey: Pixels) -> Pixels:
    """Cut off a plain margin, as a screenshot has around the picture."""
    differs = np.abs(grey.astype(np.int16) - int(grey[0, 0])) > _PLAIN
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not rows.size:
        return grey
    return grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _grey(picture: Pixels) -> Pixels:
    grey: Pixels = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.uint8)
    return grey


def _middle(grey: Pixels, share: float) -> Pixels:
    height, width = grey.shape
    top, left = int(height * (1 - share) / 2), int(width * (1 - share) / 2)
    return grey[top : height - top, left : width - left]


def _thumbnail(grey: Pixels) -> Plane:
    small = cv2.resize(grey, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    return small.astype(np.float32)


def _hash(thumbnail: Plane) -> str:
    low = cv2.dct(np.ascontiguousarray(thumbnail))[:_LOW, :_LOW].ravel()
    bits = low > np.median(low[1:])  # the mean brightness says nothing
    return np.packbits(bits).tobytes().hex()
