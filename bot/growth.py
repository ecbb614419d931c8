"""How a picture's canvas grows: zoomed out, panned to a side, or made square."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.params import SIZE_MULTIPLE, Outpaint

if TYPE_CHECKING:
    from engine.protocol import ModelInfo

ZOOMS: Final = {"zoom15": 1.5, "zoom2": 2.0}
PAN_SHARE: Final = 0.5  # of the side, as on Midjourney
MARGIN: Final = 0.9  # room for sides that are rounded up
GROWTHS: Final = (*ZOOMS, "left", "right", "up", "down", "square")
"""All ways to grow, by the names that stand in buttons and commands."""


class Growth(NamedTuple):
    """A larger canvas.

    Attributes:
        width: Pixels of the whole canvas.
        height: Likewise.
        outpaint: How much of it is new on each side.
    """

    width: int
    height: int
    outpaint: Outpaint


def grow(how: str, size: tuple[int, int], model: ModelInfo) -> Growth:
    """Return the canvas around a picture of ``size`` pixels.

    Zooming keeps the canvas and makes the picture smaller in it; the others keep the picture, or
    shrink both where the model would not draw so many pixels.

    Args:
        how: One of ``GROWTHS``.
        size: Width and height of the picture; a square one is made no squarer: it is zoomed.
        model: What draws it.
    """
    width, height = _fitted(size, model.native_width * model.native_height)
    if how in ZOOMS:
        return _around((width, height), ZOOMS[how])
    if how == "square" and width == height:
        return _around((width, height), ZOOMS["zoom15"])
    growth = _panned(how, width, height)
    excess = growth.width * growth.height / model.max_pixels
    if excess > 1:
        growth = _panned(how, *_fitted((width, height), width * height / excess * MARGIN))
    return growth


def _around(size: tuple[int, int], zoom: float) -> Growth:
    margins = [max(SIZE_MULTIPLE, _multiple((side - side / zoom) / 2)) for side in size]
    across, along = margins
    return Growth(*size, Outpaint(left=across, right=across, top=along, bottom=along))


def _panned(how: str, width: int, height: int) -> Growth:
    if how == "square":
        short, long = sorted((width, height))
        before = _multiple((long - short) / 2)
        after = long - short - before
        is_tall = height > width
        grown = (
            Outpaint(left=before, right=after) if is_tall else Outpaint(top=before, bottom=after)
        )
        return Growth(long, long, grown)
    if how in {"left", "right"}:
        more = max(SIZE_MULTIPLE, _multiple(width * PAN_SHARE))
        return Growth(width + more, height, Outpaint(**{how: more}))
    more = max(SIZE_MULTIPLE, _multiple(height * PAN_SHARE))
    side = {"up": "top", "down": "bottom"}[how]
    return Growth(width, height + more, Outpaint(**{side: more}))


def _fitted(size: tuple[int, int], area: float) -> tuple[int, int]:
    """Return a size of the same shape with about ``area`` pixels."""
    scale = math.sqrt(area / (size[0] * size[1]))
    width, height = (max(SIZE_MULTIPLE, _multiple(side * scale)) for side in size)
    return width, height


def _multiple(side: float) -> int:
    return round(side / SIZE_MULTIPLE) * SIZE_MULTIPLE
