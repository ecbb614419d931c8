"""How a picture's canvas grows: zoomed out, panned to a side, or made square."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.files.upload_errors import ZoomUnreadableError
from engine.params import SIZE_MULTIPLE, Outpaint

if TYPE_CHECKING:
    from engine.protocol import ModelInfo

ZOOMS: Final = {"zoom15": 1.5, "zoom2": 2.0}
OWN_ZOOM: Final = "zoom"  # as far as the person says
MAX_ZOOM: Final = 4.0  # further out the picture would be a stamp in its canvas
PAN_SHARE: Final = 0.5  # of the side, as on Midjourney
MARGIN: Final = 0.9  # room for sides that are rounded up
MAX_TYPED: Final = 20  # characters of a wrong number that are shown
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


def grow(how: str, size: tuple[int, int], model: ModelInfo, zoom: float = 1.0) -> Growth:
    """Return the canvas around a picture of ``size`` pixels.

    Zooming keeps the canvas and makes the picture smaller in it; the others keep the picture, or
    shrink both where the model would not draw so many pixels.

    Args:
        how: One of ``GROWTHS``, or ``OWN_ZOOM``.
        size: Width and height of the picture; a square one is made no squarer: it is zoomed.
        model: What draws it.
        zoom: How far out with ``OWN_ZOOM``, 1 to ``MAX_ZOOM``.
    """
    width, height = _fitted(size, model.native_width * model.native_height)
    if how == OWN_ZOOM or how in ZOOMS:
        return _around((width, height), ZOOMS.get(how, zoom))
    if how == "square" and width == height:
        return _around((width, height), ZOOMS["zoom15"])
    growth = _panned(how, width, height)
    excess = growth.width * growth.height / model.max_pixels
    if excess > 1:
        growth = _panned(how, *_fitted((width, height), width * height / excess * MARGIN))
    return growth


def _around(size: tuple[int, int], zoom: float) -> Growth:
    across, along = (_margin(side, zoom) for side in size)
    return Growth(*size, Outpaint(left=across, right=across, top=along, bottom=along))


def _margin(side: int, zoom: float) -> int:
    """Return what is new at each end of a side; the picture keeps room in between."""
    most = _multiple((side - 2 * SIZE_MULTIPLE) / 2)
    return min(max(SIZE_MULTIPLE, _multiple((side - side / zoom) / 2)), max(0, most))


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


def parse_zoom(typed: str) -> float:
    """Return how far out somebody wants to zoom: ``1.7``, ``1,7x`` or ``170 %``.

    Raises:
        bot.files.upload_errors.ZoomUnreadableError: It is no number from 1 to ``MAX_ZOOM``.
    """
    words = typed.strip().lower().replace(",", ".")
    share = 100 if words.endswith("%") else 1
    try:
        zoom = float(words.rstrip("%x\u00d7 ")) / share
    except ValueError:
        zoom = 0.0
    if not 1 <= zoom <= MAX_ZOOM:  # NaN is refused, too
        raise ZoomUnreadableError(zoom=typed.strip()[:MAX_TYPED], high=f"{MAX_ZOOM:g}")
    return zoom
