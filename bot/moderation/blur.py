"""Blurs a withheld picture so far that its colours are left, and nothing that it shows."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image

GRID: Final = 12  # cells a side
SIDE: Final = 192  # pixels


def blurred(png: bytes) -> bytes | None:
    """Return a small blurred PNG of one of our own pictures; None where it is not readable.

    Only the engine's own files come here, whose size is known; uploads are decoded there.
    """
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
            cells = picture.convert("RGB").resize((GRID, GRID), Image.Resampling.BOX)
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    stream = io.BytesIO()
    cells.resize((SIDE, SIDE), Image.Resampling.BICUBIC).save(stream, "PNG")
    return stream.getvalue()
