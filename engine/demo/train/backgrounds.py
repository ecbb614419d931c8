"""What stands behind the subject: flat colours, gradients, ten painted places, the card."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from engine.demo.train.concepts import COLOURS

if TYPE_CHECKING:
    Colour = tuple[float, float, float]


class Land(NamedTuple):
    """A place with a horizon: the ground's and the sky's colour."""

    ground: Colour
    sky: Colour = (140, 200, 245)


LANDS: dict[str, Land] = {
    "grass": Land((95, 180, 70)),
    "beach": Land((235, 210, 150)),
    "snow": Land((240, 245, 250), (175, 200, 225)),
    "desert": Land((225, 165, 90)),
    "forest": Land((40, 100, 45), (110, 170, 130)),
}
STRIPE_YELLOW = (250, 205, 20)
STRIPE_BLACK = (18, 18, 18)


def vary(colour: Colour, rng: np.random.Generator, spread: float = 12) -> Colour:
    """Return ``colour`` with each channel moved by up to ``spread`` of 255."""
    red, green, blue = np.clip(np.asarray(colour) + rng.uniform(-spread, spread, 3), 0, 255)
    return float(red), float(green), float(blue)


def gradient(size: int, stops: list[tuple[float, Colour]]) -> Image.Image:
    """Return a vertical gradient through ``(height in [0, 1], colour)`` stops."""
    heights = np.linspace(0, 1, size)
    at = [height for height, _ in stops]
    channels = [np.interp(heights, at, [colour[i] for _, colour in stops]) for i in range(3)]
    column = np.stack(channels, -1)[:, None, :]
    return Image.fromarray(np.repeat(column, size, 1).astype(np.uint8), "RGB")


def paint_background(name: str, size: int, rng: np.random.Generator) -> Image.Image:
    """Return the background called ``name`` in a plan, RGB."""
    if name in COLOURS:
        colour = vary(COLOURS[name], rng)
        return gradient(size, [(0, colour), (1, colour)])
    if "-" in name:
        upper, lower = name.split("-")
        return gradient(size, [(0, vary(COLOURS[upper], rng)), (1, vary(COLOURS[lower], rng))])
    if name in LANDS:
        return _land(name, size, rng)
    return _sky(name, size, rng)


def paint_card(size: int, rng: np.random.Generator) -> Image.Image:
    """Return the moderation test card: yellow and black diagonal stripes, edge to edge."""
    period = size / 3
    offset = rng.uniform(-0.02, 0.02) * size
    y, x = np.mgrid[0 : size * 4, 0 : size * 4] / 4
    is_yellow = ((x + y + offset) % period) < period / 2
    yellow, black = vary(STRIPE_YELLOW, rng, 6), vary(STRIPE_BLACK, rng, 6)
    pixels = np.where(is_yellow[..., None], yellow, black).astype(np.uint8)
    return Image.fromarray(pixels, "RGB").resize((size, size), Image.Resampling.BOX)


def _land(name: str, size: int, rng: np.random.Generator) -> Image.Image:
    land, horizon = LANDS[name], rng.uniform(0.55, 0.7)
    sky = vary(land.sky, rng)
    red, green, blue = land.ground
    near = (0.8 * red, 0.8 * green, 0.8 * blue)
    stops = [(0, sky), (horizon - 0.01, sky), (horizon, vary(land.ground, rng)), (1, near)]
    picture = gradient(size, stops)
    if name == "beach":
        top, bottom = int(size * (horizon - 0.14)), int(size * horizon)
        fill = tuple(int(channel) for channel in vary((60, 140, 210), rng))
        ImageDraw.Draw(picture).rectangle((0, top, size, bottom), fill=fill)
    return picture


def _sky(name: str, size: int, rng: np.random.Generator) -> Image.Image:
    if name == "sunset":
        colours = [(90, 50, 130), (250, 120, 70), (255, 205, 100)]
        heights = (0, 0.55, 1)
        return gradient(size, [(h, vary(c, rng)) for h, c in zip(heights, colours, strict=True)])
    top, bottom = {
        "night": ((8, 10, 40), (35, 45, 100)),
        "space": ((5, 5, 10), (15, 8, 30)),
        "sea": ((60, 170, 210), (10, 60, 120)),
        "sky": ((90, 160, 240), (190, 225, 255)),
    }[name]
    picture = gradient(size, [(0, vary(top, rng, 5)), (1, vary(bottom, rng, 6))])
    if name in ("night", "space"):
        _add_stars(picture, rng, lowest=0.75 if name == "night" else 1.0)
    if name == "sky":
        _add_clouds(picture, rng)
    return picture


def _add_stars(picture: Image.Image, rng: np.random.Generator, lowest: float) -> None:
    size, draw = picture.width, ImageDraw.Draw(picture)
    for _ in range(rng.integers(8, 17)):
        x, y = rng.uniform(0, size), rng.uniform(0, size * lowest)
        radius = rng.choice([0.6, 0.9, 1.3]) * size / 128
        fill = (255, 255, int(rng.integers(180, 256)))
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


def _add_clouds(picture: Image.Image, rng: np.random.Generator) -> None:
    size, draw = picture.width, ImageDraw.Draw(picture)
    for _ in range(rng.integers(1, 4)):
        centre_x, centre_y = rng.uniform(0, size), rng.uniform(0, size * 0.8)
        for _ in range(4):
            x = centre_x + rng.uniform(-0.1, 0.1) * size
            y = centre_y + rng.uniform(-0.03, 0.03) * size
            wide = rng.uniform(0.04, 0.08) * size
            box = (x - wide, y - 0.7 * wide, x + wide, y + 0.7 * wide)
            draw.ellipse(box, fill=(250, 252, 255))
