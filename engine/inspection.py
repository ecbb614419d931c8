"""Uploaded files: what they are, refused before anything of them is decoded."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Final, NamedTuple

from PIL import Image, ImageOps, PngImagePlugin

from engine.errors import UnreadableImageError

MAX_UPLOAD_BYTES: Final = 25 * 1024 * 1024
MAX_UPLOAD_PIXELS: Final = 40_000_000
MAX_TEXT_LENGTH: Final = 64 * 1024  # characters of all PNG texts together; the rest is left out

FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF")
_MEDIA_TYPES: Final = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # what phones write: a JPEG with further pictures behind it
    "WEBP": "image/webp",
    "GIF": "image/gif",
}
# What Pillow raises for files that are not what they claim to be.
_BROKEN: Final = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


class Upload(NamedTuple):
    """A decoded upload.

    Attributes:
        image: RGB, first frame, turned as its EXIF orientation says.
        media_type: What the file really is.
        text: Text chunks of a PNG.
    """

    image: Image.Image
    media_type: str
    text: dict[str, str]


def open_upload(data: bytes) -> Upload:
    """Decode an uploaded PNG, JPEG, WebP or GIF; call it in a worker, never in the bot.

    Raises:
        UnreadableImageError: Too large, of another kind or broken.
    """
    if len(data) > MAX_UPLOAD_BYTES:
        raise UnreadableImageError(
            reason=f"{len(data)} bytes exceed the limit of {MAX_UPLOAD_BYTES}"
        )
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as file:
            _check_pixels(file)
            media_type = _MEDIA_TYPES[file.format or ""]
            image = ImageOps.exif_transpose(file).convert("RGB")
            return Upload(image, media_type, _text_of(file))
    except _BROKEN as error:
        raise UnreadableImageError(reason=_reason(error)) from error


def _check_pixels(file: Image.Image) -> None:
    pixels = file.width * file.height
    if pixels > MAX_UPLOAD_PIXELS:
        raise UnreadableImageError(reason=f"{pixels} pixels exceed the limit of 40 megapixels")


def _text_of(file: Image.Image) -> dict[str, str]:
    if not isinstance(file, PngImagePlugin.PngImageFile):
        return {}
    text: dict[str, str] = {}
    left = MAX_TEXT_LENGTH
    for name, value in file.text.items():
        left -= len(name) + len(value)
        if left >= 0:
            text[name] = value.encode("utf-8", "replace").decode()
    return text


def _reason(error: BaseException) -> str:
    if isinstance(error, (Image.DecompressionBombError, Image.DecompressionBombWarning)):
        return "too many pixels"
    return "not a PNG, JPEG, WebP or GIF that can be read"
