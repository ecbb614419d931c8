"""Pictures to try the watermark on: eight procedural kinds beside the model's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Pixels = npt.NDArray[np.uint8]
    Plane = npt.NDArray[np.float32]
    Rng = np.random.Generator

SIZES: Final = ((512, 512), (512, 768), (768, 512), (640, 640), (512, 640))  # width, height


def procedural(index: int, size: tuple[int, int] | None = None) -> Pixels:
    """Draw the picture of a number; its kind and its size take turns.

    Returns:
        uint8 [height, width, 3], RGB.
    """
    rng = np.random.default_rng([index, 0xA7E1])
    kinds = tuple(KINDS.values())
    width, height = size or SIZES[index // len(kinds) % len(SIZES)]
    drawn: Pixels = kinds[index % len(kinds)](rng, width, height)
    return drawn


def clouds(rng: Rng, width: int, height: int) -> Pixels:
    """Coloured noise whose detail falls off with its fineness, as a photograph's does."""
    hue = np.stack([_noise(rng, width, height, 2.2) for _ in range(3)], axis=-1)
    light = _noise(rng, width, height, 1.4)[..., None]
    return _bytes(light * 0.8 + hue * 0.35 + rng.uniform(-0.25, 0.15), grain=2, rng=rng)


def leaves(rng: Rng, width: int, height: int) -> Pixels:
    """Cover the plane with discs of all sizes: the dead leaves model of natural pictures.

    Source: Lee, Mumford and Huang 2001, "Occlusion models for natural images".
    """
    canvas = np.full((height, width, 3), _colour(rng), np.uint8)
    for radius in np.sort(8 * rng.pareto(1.2, 500) + 3)[::-1]:
        centre = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        cv2.circle(canvas, centre, int(min(radius, height)), _colour(rng), -1, cv2.LINE_AA)
    shade = 1 + 0.15 * _noise(rng, width, height, 1.0)[..., None] - 0.08
    return _bytes(canvas.astype(np.float32) / 255 * shade, grain=1.5, rng=rng)


def landscape(rng: Rng, width: int, height: int) -> Pixels:
    """Hills under a smooth sky."""
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    top, low = np.array(_colour(rng), np.float32) / 255, np.array(_colour(rng), np.float32) / 255
    canvas = np.broadcast_to(top * (1 - rows) + low * rows, (height, width, 3)).copy()
    grid = np.arange(height)[:, None]
    for layer in range(4):
        ridge = _noise(rng, width, 64, 1.8)[0] * height * 0.25 + height * (0.35 + 0.15 * layer)
        texture = 0.75 + 0.5 * _noise(rng, width, height, 0.7 + 0.2 * layer)[..., None]
        hill = np.array(_colour(rng), np.float32) / 255 * texture
        canvas = np.where((grid > ridge[None])[..., None], hill, canvas)
    return _bytes(canvas, grain=1, rng=rng)


def night(rng: Rng, width: int, height: int) -> Pixels:
    """Lights in the dark: most of the picture is close to black."""
    canvas = 0.06 * _noise(rng, width, height, 1.6)[..., None] * np.ones(3, np.float32)
    for _ in range(25):
        spot = np.zeros((height, width), np.float32)
        centre = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        cv2.circle(spot, centre, int(rng.integers(2, 30)), 1.0, -1)
        glow = cv2.GaussianBlur(spot, (0, 0), float(rng.uniform(1, 25)))
        canvas = canvas + glow[..., None] * np.array(_colour(rng), np.float32) / 255
    return _bytes(canvas, grain=1, rng=rng)


def mosaic(rng: Rng, width: int, height: int) -> Pixels:
    """Cells of one colour each, as of a painting by numbers."""
    points = rng.uniform(0, 1, (60, 2)) * (height, width)
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    far = [(rows - y) ** 2 + (columns - x) ** 2 for y, x in points]
    palette = rng.integers(0, 256, (60, 3)).astype(np.uint8)
    cells: Pixels = palette[np.argmin(far, axis=0)]
    return cells


def poster(rng: Rng, width: int, height: int) -> Pixels:
    """Flat art: strong plain shapes on a plain ground, often pure white or black."""
    ground = [(255, 255, 255), (0, 0, 0), _colour(rng), _colour(rng)][int(rng.integers(4))]
    canvas = np.full((height, width, 3), ground, np.uint8)
    for _ in range(int(rng.integers(3, 12))):
        corners = (rng.uniform(0, 1, (int(rng.integers(3, 6)), 1, 2)) * (width, height)).astype(int)
        colour = [_colour(rng), (255, 0, 0), (0, 0, 255), (255, 255, 0)][int(rng.integers(4))]
        cv2.fillPoly(canvas, [corners.astype(np.int32)], colour, cv2.LINE_AA)
    return canvas


def page(rng: Rng, width: int, height: int) -> Pixels:
    """Lines of letters on paper."""
    paper = int(rng.integers(225, 256))
    canvas = np.full((height, width, 3), paper, np.uint8)
    for y in range(30, height, 26):
        line = "".join(chr(code) for code in rng.integers(65, 123, 60))
        cv2.putText(canvas, line, (12, y), cv2.FONT_HERSHEY_SIMPLEX, 0.6, _ink(rng), 1, cv2.LINE_AA)
    cv2.circle(canvas, (width // 2, height // 3), height // 6, _colour(rng), -1, cv2.LINE_AA)
    return canvas


def portrait(rng: Rng, width: int, height: int) -> Pixels:
    """A soft shaded shape before a blurred ground, as with a wide open lens."""
    ground = cv2.GaussianBlur(clouds(rng, width, height), (0, 0), 12).astype(np.float32) / 255
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    x, y = (columns - width / 2) / (width * 0.3), (rows - height / 2) / (height * 0.36)
    inside = np.clip((1 - x * x - y * y) * 12, 0, 1)[..., None]
    light = np.clip(0.9 - 0.4 * x - 0.3 * y, 0, 1.1)[..., None]
    skin = np.array(_colour(rng), np.float32) / 255 * light
    detail = 1 + 0.1 * _noise(rng, width, height, 0.9)[..., None]
    return _bytes(ground * (1 - inside) + skin * detail * inside, grain=1.5, rng=rng)


KINDS: Final[dict[str, Callable[[Any, int, int], Any]]] = {
    kind.__name__: kind
    for kind in (clouds, leaves, landscape, night, mosaic, poster, page, portrait)
}


def _noise(rng: Rng, width: int, height: int, slope: float) -> Plane:
    """Make noise of 0 to 1 whose amplitude falls with frequency to the power of ``slope``."""
    y, x = np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None]
    fall = np.maximum(np.hypot(y, x), 1 / max(width, height)) ** -slope
    spectrum = fall * np.exp(2j * np.pi * rng.uniform(0, 1, fall.shape))
    plane = np.fft.irfft2(spectrum, s=(height, width))
    scaled: Plane = ((plane - plane.min()) / (np.ptp(plane) or 1)).astype(np.float32)
    return scaled


def _bytes(canvas: Any, *, grain: float, rng: Rng) -> Pixels:
    noisy = canvas * 255 + rng.normal(0, grain, canvas.shape)
    pixels: Pixels = np.clip(np.rint(noisy), 0, 255).astype(np.uint8)
    return pixels


def _colour(rng: Rng) -> tuple[int, int, int]:
    red, green, blue = (int(part) for part in rng.integers(0, 256, 3))
    return red, green, blue


def _ink(rng: Rng) -> tuple[int, int, int]:
    red, green, blue = (int(part) for part in rng.integers(0, 90, 3))
    return red, green, blue
