"""What happens to pictures on their way through the world."""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]
    Attack = Callable[[Pixels], Pixels]

PREVIEW_SIDE: Final = 350  # pixels of the longer side of a chat's preview
_MARGIN: Final = ((37, 50), (21, 80))  # of a screenshot, in pixels
_BACKGROUND: Final = (49, 51, 56)  # of a dark chat window


def same(pixels: Pixels) -> Pixels:
    """Leave a picture as it is."""
    return pixels


def encoded(pixels: Pixels, file_format: str, quality: int) -> Pixels:
    """Write a picture as a file of a format, and read it again."""
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, file_format, quality=quality)
    return np.asarray(Image.open(stream).convert("RGB"))


def resized(pixels: Pixels, factor: float) -> Pixels:
    """Scale a picture (bicubic with anti-aliasing, Pillow's default)."""
    height, width = pixels.shape[:2]
    size = (round(width * factor), round(height * factor))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BICUBIC))


def preview(pixels: Pixels) -> Pixels:
    """Make a chat's small preview of it: 350 pixels, WebP."""
    factor = PREVIEW_SIDE / max(pixels.shape[:2])
    return encoded(resized(pixels, factor), "WEBP", 80)


def cropped(pixels: Pixels, share: float) -> Pixels:
    """Keep the middle, a little off the centre so that the grids do not fall together."""
    height, width = pixels.shape[:2]
    top, left = int(height * (1 - share) / 2) + 3, int(width * (1 - share) / 2) - 2
    return np.ascontiguousarray(
        pixels[top : top + int(height * share), left : left + int(width * share)]
    )


def brightened(pixels: Pixels, factor: float) -> Pixels:
    """Multiply all values, as picture programs' brightness does."""
    brighter: Pixels = np.clip(np.rint(pixels * factor), 0, 255).astype(np.uint8)
    return brighter


def screenshot(pixels: Pixels) -> Pixels:
    """Show a picture in a plain window."""
    (top, bottom), (left, right) = _MARGIN
    height, width = pixels.shape[:2]
    window = np.full((height + top + bottom, width + left + right, 3), _BACKGROUND, np.uint8)
    window[top : top + height, left : left + width] = pixels
    return window


def rotated(pixels: Pixels, degrees: float) -> Pixels:
    """Turn a picture inside its frame; the corners become black."""
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2 - 0.5, height / 2 - 0.5), degrees, 1.0)
    turned = cv2.warpAffine(pixels, turn, (width, height), flags=cv2.INTER_CUBIC)
    return turned.astype(np.uint8)


def cropped_and_rescaled(pixels: Pixels, share: float) -> Pixels:
    """Keep the middle and bring it back to the old size."""
    height, width = pixels.shape[:2]
    image = Image.fromarray(cropped(pixels, share))
    return np.asarray(image.resize((width, height), Image.Resampling.BICUBIC))


def _then(first: Attack, second: Attack) -> Attack:
    return lambda pixels: second(first(pixels))


def _turned(quarters: int) -> Attack:
    return lambda pixels: np.ascontiguousarray(np.rot90(pixels, quarters))


def _flipped(axis: int) -> Attack:
    return lambda pixels: np.ascontiguousarray(np.flip(pixels, axis))


_JPEG: Final = {
    quality: partial(encoded, file_format="JPEG", quality=quality) for quality in (95, 85, 75, 50)
}
ATTACKS: Final[dict[str, Attack]] = {
    "none": same,
    **{f"jpeg_{quality}": attack for quality, attack in _JPEG.items()},
    "webp_80": partial(encoded, file_format="WEBP", quality=80),
    "resize_0.5": partial(resized, factor=0.5),
    "resize_0.75": partial(resized, factor=0.75),
    "resize_1.5": partial(resized, factor=1.5),
    "rotate_90": _turned(1),
    "rotate_180": _turned(2),
    "rotate_270": _turned(3),
    "flip_horizontal": _flipped(1),
    "flip_vertical": _flipped(0),
    "preview_350": preview,
    "crop_90": partial(cropped, share=0.9),
    "crop_80": partial(cropped, share=0.8),
    "crop_90_jpeg_85": _then(partial(cropped, share=0.9), _JPEG[85]),
    "crop_80_jpeg_85": _then(partial(cropped, share=0.8), _JPEG[85]),
    "brighter_jpeg_85": _then(partial(brightened, factor=1.1), _JPEG[85]),
    "darker_jpeg_85": _then(partial(brightened, factor=0.9), _JPEG[85]),
    "screenshot": screenshot,
    "rotate_5": partial(rotated, degrees=5.0),
    "crop_90_rescaled": partial(cropped_and_rescaled, share=0.9),
    "crop_80_rescaled": partial(cropped_and_rescaled, share=0.8),
}
TARGETS: Final = {
    name: 0.95 if name.startswith(("crop", "brighter", "darker")) else 0.99
    for name in ATTACKS
    if name != "rotate_5" and "rescaled" not in name
} | {"screenshot": 0.80}
