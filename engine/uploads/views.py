"""What people may see of an upload: over white, and over black where it is transparent."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from engine.uploads.inspection import open_upload

if TYPE_CHECKING:
    from PIL.Image import Image

    from engine.uploads.inspection import Upload


class Viewed(NamedTuple):
    """A decoded upload with all that is to be judged of it.

    Attributes:
        upload: Over white.
        views: The upload, and where it is transparent what a mask shows of it: over black.
        digest: SHA-256 of the file, hexadecimal.
    """

    upload: Upload
    views: tuple[Image, ...]
    digest: str


def view_upload(data: bytes) -> Viewed:
    """Decode an upload over each backdrop; call it in a worker, never in the bot.

    Raises:
        UnreadableImageError: Too large, of another kind or broken.
    """
    upload = open_upload(data)
    views = [upload.image]
    if upload.is_transparent:
        views.append(open_upload(data, backdrop="black").image)
    return Viewed(upload, tuple(views), digest_of(data))


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    return hashlib.sha256(data).hexdigest()
