"""Names for the pictures that a job starts from, short enough for its row.

In a job's row ``init_image`` and ``mask_image`` hold such a name instead of the picture;
``bot.ordering.start_images`` puts the picture back before it is drawn.
"""

from __future__ import annotations

import re
from typing import Final

_UPLOAD: Final = re.compile(rb"upload:([0-9a-f]{64})")
_IMAGE: Final = re.compile(rb"image:([1-9][0-9]{0,17})")


def to_upload(sha256: str) -> bytes:
    """Name an uploaded file."""
    return f"upload:{sha256}".encode()


def to_image(image_id: int) -> bytes:
    """Name a picture that was drawn here."""
    return f"image:{image_id}".encode()


def upload_of(reference: bytes) -> str | None:
    """Return the digest that a reference names, or None where it names no upload."""
    match = _UPLOAD.fullmatch(reference)
    return match[1].decode() if match else None


def image_of(reference: bytes) -> int | None:
    """Return the image's id that a reference names, or None where it names no image."""
    match = _IMAGE.fullmatch(reference)
    return int(match[1]) if match else None
