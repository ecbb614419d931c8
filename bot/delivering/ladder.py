"""Smaller and smaller encodings of a picture, the first that fits is taken.

Only the engine's own files come here, whose size is known; uploads are decoded by the engine.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Rung:
    """One way to encode a picture.

    Attributes:
        suffix: Of the file's name.
        kind: Pillow's name of the format.
        options: What Pillow is told.
    """

    suffix: str
    kind: str
    options: dict[str, Any]


RUNGS: Final = (
    Rung("webp", "WEBP", {"lossless": True, "quality": 0, "method": 0}),
    Rung("webp", "WEBP", {"quality": 90}),
    Rung("jpg", "JPEG", {"quality": 80}),
    Rung("jpg", "JPEG", {"quality": 65}),
    Rung("jpg", "JPEG", {"quality": 50}),
    Rung("jpg", "JPEG", {"quality": 35}),
)
"""Below the PNG itself; the watermark is read from the last as surely as from the first."""


@dataclass(frozen=True)
class Encoded:
    """A picture as it is sent.

    Attributes:
        data: The file.
        suffix: Of its name; ``png`` is the original, with its texts.
    """

    data: bytes
    suffix: str


def step_down(pngs: Sequence[bytes], max_bytes: int) -> list[Encoded | None]:
    """Encode pictures so that all of them together fit; None stands for one that never does.

    The smallest come first: what a picture leaves of its share is the others'. Takes up to a
    second for each picture of four megapixels, so it has no place on the event loop.
    """
    fitted: list[Encoded | None] = [None] * len(pngs)
    order = sorted(range(len(pngs)), key=lambda number: len(pngs[number]))
    for count, number in enumerate(order):
        share = max_bytes // (len(order) - count)
        fitted[number] = encoded = encode_within(pngs[number], share)
        max_bytes -= len(encoded.data) if encoded else 0
    return fitted


def encode_within(png: bytes, max_bytes: int) -> Encoded | None:
    """Return the first encoding of a picture that is small enough, or None."""
    if len(png) <= max_bytes:
        return Encoded(png, "png")
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
            pixels = picture.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    for rung in RUNGS:
        stream = io.BytesIO()
        pixels.save(stream, rung.kind, **rung.options)
        if stream.tell() <= max_bytes:
            return Encoded(stream.getvalue(), rung.suffix)
    return None
