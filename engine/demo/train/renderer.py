"""Plans as pictures: the renderer every part of the demo model learns from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from engine.demo.train.backgrounds import paint_background, paint_card, vary
from engine.demo.train.concepts import CARD, COLOURS, NOTHING, SHAPES
from engine.demo.train.glyphs import glyph, tinted
from engine.demo.train.shapes import shape_picture

if TYPE_CHECKING:
    from engine.demo.train.plan import Plan

ROTATED_PART = 0.3
CENTRES: dict[int, list[tuple[float, float]]] = {
    2: [(0.28, 0.5), (0.72, 0.5)],
    3: [(0.5, 0.28), (0.27, 0.7), (0.73, 0.7)],
    4: [(0.28, 0.28), (0.72, 0.28), (0.28, 0.72), (0.72, 0.72)],
}
PLACES: dict[str, tuple[float, float]] = {
    "centre": (0.5, 0.5),
    "left": (0.27, 0.5),
    "right": (0.73, 0.5),
    "top": (0.5, 0.27),
    "bottom": (0.5, 0.73),
}
SIDES: dict[str, tuple[float, float]] = {
    "small": (0.28, 0.38),
    "normal": (0.6, 0.8),
    "large": (0.86, 0.96),
}
"""The subject's side as a part of the picture's, alone and in the centre."""


def render(plan: Plan, rng: np.random.Generator, size: int) -> Image.Image:
    """Return a picture of ``plan``, RGB, ``size`` pixels square."""
    if plan.subject == CARD:
        return paint_card(size, rng)
    picture = paint_background(plan.background, size, rng)
    if plan.subject != NOTHING:
        subject = _subject(plan, rng)
        for centre, side in _places(plan, rng):
            _paste(picture, subject, centre, side, rng)
    return _styled(picture, plan.style)


def pixels(picture: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return a picture's pixels, uint8 [H, W, 3]."""
    return np.asarray(picture.convert("RGB"), dtype=np.uint8)


def _subject(plan: Plan, rng: np.random.Generator) -> Image.Image:
    if plan.subject in SHAPES:
        return shape_picture(plan.subject, vary(COLOURS[plan.tint or "black"], rng, 8))
    return tinted(plan.subject, plan.tint) if plan.tint else glyph(plan.subject)


def _places(plan: Plan, rng: np.random.Generator) -> list[tuple[tuple[float, float], float]]:
    """Return centre and side of each copy, as parts of the picture's side."""
    if plan.count > 1:
        side = rng.uniform(0.37, 0.44)
        spots = CENTRES[plan.count]
        return [(_near(spot, rng, 0.025), side * rng.uniform(0.95, 1.05)) for spot in spots]
    smallest, largest = SIDES[plan.scale] if plan.position == "centre" else (0.4, 0.5)
    return [(_near(PLACES[plan.position], rng, 0.04), rng.uniform(smallest, largest))]


def _near(
    spot: tuple[float, float], rng: np.random.Generator, spread: float
) -> tuple[float, float]:
    return spot[0] + rng.uniform(-spread, spread), spot[1] + rng.uniform(-spread, spread)


def _paste(
    picture: Image.Image,
    subject: Image.Image,
    centre: tuple[float, float],
    side: float,
    rng: np.random.Generator,
) -> None:
    size = picture.width
    width = max(8, int(side * size))
    copy = subject.resize((width, width), Image.Resampling.LANCZOS)
    if rng.random() < ROTATED_PART:
        copy = copy.rotate(rng.uniform(-6, 6), Image.Resampling.BICUBIC)
    corner = (int(centre[0] * size - width / 2), int(centre[1] * size - width / 2))
    picture.paste(copy, corner, copy)


def _styled(picture: Image.Image, style: str | None) -> Image.Image:
    if style == "gray":
        return picture.convert("L").convert("RGB")
    if style == "pixel":
        few = picture.resize([picture.width // 4] * 2, Image.Resampling.BOX)
        return few.resize(picture.size, Image.Resampling.NEAREST)
    return picture
