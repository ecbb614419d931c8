"""Sizes that are chosen for a picture, known without torch."""

from __future__ import annotations

import math
from typing import Final

MAX_OUTPUT_PIXELS: Final = 2048 * 2048  # of a finished picture that was enlarged


def fit_size(picture: tuple[int, int], area: int, grid: int) -> tuple[int, int]:
    """Choose the size to draw at: a picture's own shape at about the native area.

    Args:
        picture: Width and height of the upload.
        area: Pixels that the model draws natively.
        grid: Both sides become multiples of it.
    """
    scale = math.sqrt(area / (picture[0] * picture[1]))
    width, height = (max(grid, round(side * scale / grid) * grid) for side in picture)
    return width, height


def own_size(picture: tuple[int, int], output_scale: int, grid: int) -> tuple[int, int]:
    """Choose the size of a picture that is to be enlarged: its own, before its model enlarged it.

    Args:
        picture: Width and height of the upload.
        output_scale: The model's.
        grid: Both sides become multiples of it.
    """
    return fit_size(picture, picture[0] * picture[1] // output_scale**2, grid)


def enlarged(size: tuple[int, int], factor: float, multiple: int) -> tuple[int, int]:
    """Multiply width and height; both are rounded to multiples."""
    width, height = (round(side * factor / multiple) * multiple for side in size)
    return width, height


def resampled(size: tuple[int, int], factor: float) -> tuple[int, int]:
    """Multiply width and height; both are rounded to whole pixels."""
    width, height = (round(side * factor) for side in size)
    return width, height
