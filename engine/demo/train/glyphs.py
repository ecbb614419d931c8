"""Noto Color Emoji glyphs as pictures with transparency, natural or tinted."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import ClassVar

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from engine.demo.train.concepts import CONCEPTS, HUES

FONT_PLACES: tuple[str, ...] = (
    "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf",
    "/usr/share/fonts/noto/NotoColorEmoji.ttf",
    "/usr/share/fonts/google-noto-color-emoji-fonts/NotoColorEmoji.ttf",
    "/Library/Fonts/NotoColorEmoji.ttf",
)
LEAST_SATURATION, LEAF_HUES = 0.3, (0.15, 0.5)
FONT_PIXELS = 109
"""The only size at which the font's bitmaps exist."""


class FontMissingError(RuntimeError):
    """No Noto Color Emoji font was found, so no picture can be rendered.

    The person who trains mends it by installing the font; nothing was written.

    Attributes:
        places: The paths that were tried.
        remedy: What to do about it.
    """

    code: ClassVar[str] = "demo_font_missing"
    exit_code: ClassVar[int] = 69
    remedy: ClassVar[str] = "install it (Debian, Ubuntu: apt-get install fonts-noto-color-emoji)"

    def __init__(self, *, places: tuple[str, ...]) -> None:
        super().__init__(f"the font Noto Color Emoji is at none of: {', '.join(places)}")
        self.places = places


def find_font(places: tuple[str, ...] = FONT_PLACES) -> Path:
    """Return the first font file of ``places`` that exists.

    Raises:
        FontMissingError: None of them exists.
    """
    for place in places:
        if Path(place).is_file():
            return Path(place)
    raise FontMissingError(places=places)


@functools.cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(find_font(), FONT_PIXELS)


@functools.cache
def glyph(key: str) -> Image.Image:
    """Return the concept's emoji, RGBA, cropped to a square."""
    canvas = Image.new("RGBA", (150, 150), (0, 0, 0, 0))
    draw = ImageDraw.Draw(canvas)
    draw.text((7, 7), CONCEPTS[key].glyph, font=_font(), embedded_color=True)
    cropped = canvas.crop(canvas.getbbox())
    side = max(cropped.size)
    square = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    square.paste(cropped, ((side - cropped.width) // 2, (side - cropped.height) // 2))
    return square


@functools.cache
def tinted(key: str, colour: str) -> Image.Image:
    """Return the concept's emoji with its main colour turned to ``colour``."""
    natural = glyph(key)
    hue, saturation, value = np.moveaxis(
        np.asarray(natural.convert("RGB").convert("HSV"), dtype=np.float32) / 255, -1, 0
    )
    is_main = _main_colour(key, hue, saturation)
    if colour == "pink":
        saturation = np.where(is_main, saturation * 0.55, saturation)
        value = np.where(is_main, np.clip(value * 1.1 + 0.1, 0, 1), value)
    hue = np.where(is_main, HUES[colour], hue)
    turned = (np.stack([hue, saturation, value], -1) * 255).astype(np.uint8)
    picture = Image.fromarray(turned, "HSV").convert("RGBA")
    picture.putalpha(natural.getchannel("A"))
    return picture


def _main_colour(
    key: str, hue: np.ndarray[tuple[int, ...], np.dtype[np.float32]], saturation: np.ndarray
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return which pixels carry the colour; leaves and trunks keep theirs."""
    is_coloured = saturation > LEAST_SATURATION
    is_leaf = (hue > LEAF_HUES[0]) & (hue < LEAF_HUES[1])
    if key == "tree":
        return is_coloured & is_leaf
    if key in ("apple", "rose"):
        return is_coloured & ~is_leaf
    return is_coloured
