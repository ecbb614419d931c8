"""Plain flat shapes with smooth edges."""

from __future__ import annotations

import functools
import math

from PIL import Image, ImageDraw

MASK_PIXELS = 512


@functools.cache
def shape_mask(name: str) -> Image.Image:
    """Return where the shape is, as a large square mask, white inside."""
    side = MASK_PIXELS
    mask = Image.new("L", (side, side), 0)
    draw = ImageDraw.Draw(mask)
    if name in ("circle", "ring"):
        draw.ellipse((0, 0, side - 1, side - 1), fill=255)
        if name == "ring":
            draw.ellipse((side * 0.28, side * 0.28, side * 0.72, side * 0.72), fill=0)
    else:
        corners = [(x * side, y * side) for x, y in _corners(name)]
        draw.polygon(corners, fill=255)
    return mask


def shape_picture(name: str, colour: tuple[float, float, float]) -> Image.Image:
    """Return the shape filled with ``colour``, RGBA, transparent around it."""
    red, green, blue = (int(channel) for channel in colour)
    picture = Image.new("RGBA", (MASK_PIXELS, MASK_PIXELS), (red, green, blue, 255))
    picture.putalpha(shape_mask(name))
    return picture


def _corners(name: str) -> list[tuple[float, float]]:
    if name == "square":
        return [(0.06, 0.06), (0.94, 0.06), (0.94, 0.94), (0.06, 0.94)]
    if name == "triangle":
        return [(0.5, 0), (1, 0.92), (0, 0.92)]
    if name == "diamond shape":
        return [(0.5, 0), (0.9, 0.5), (0.5, 1), (0.1, 0.5)]
    return [_star_corner(i) for i in range(10)]


def _star_corner(i: int) -> tuple[float, float]:
    """Return corner ``i`` of a five-pointed star, clockwise from the top."""
    radius, angle = 0.5 if i % 2 == 0 else 0.21, i * math.pi / 5
    return 0.5 + radius * math.sin(angle), 0.5 - radius * math.cos(angle)
