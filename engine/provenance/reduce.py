"""Large pictures made smaller by whole factors, before anybody looks at all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from engine.provenance.sizes import MAX_PIXELS

if TYPE_CHECKING:
    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]

DETAIL: Final = 2  # pixels that are left, over those of the largest size that is tried


def reduced(picture: Pixels) -> Pixels:
    """Return a picture of at least twice the pixels that a search looks at, or the picture itself.

    A mean over whole pixels and then over the rest is what scaling at once would make of it.

    Args:
        picture: uint8 [H, W, 3].
    """
    height, width = picture.shape[:2]
    factor = int((width * height / (DETAIL * MAX_PIXELS)) ** 0.5)
    if factor <= 1:
        return picture
    size = (width // factor, height // factor)
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
