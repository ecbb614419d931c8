"""Uploaded files: what they are, refused before anything of them is decoded."""

from __future__ import annotations

import contextlib
import struct
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple

from PIL import ExifTags, Image, ImageOps, PngImagePlugin

from engine.errors import UnreadableImageError
from engine.uploads.effort import CountedFile, check_scans

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_UPLOAD_BYTES: Final = 25 * 1024 * 1024
MAX_UPLOAD_PIXELS: Final = 40_000_000
MAX_ASPECT: Final = 16  # longer over shorter side of a picture that is to be drawn over
MAX_TEXT_LENGTH: Final = 64 * 1024  # characters of all PNG texts together; the rest is left out

FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF")
_MEDIA_TYPES: Final = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",  # what phones write: a JPEG with further pictures behind it
    "WEBP": "image/webp",
    "GIF": "image/gif",
}
_ORIENTATION: Final = ExifTags.Base.Orientation
_TURNED: Final = range(5, 9)  # orientations that exchange width and height
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
        image: RGB, first frame, turned as its EXIF orientation says, nothing transparent.
        media_type: What the file really is.
        text: Text chunks of a PNG.
        is_transparent: Whether another backdrop would show another picture.
    """

    image: Image.Image
    media_type: str
    text: dict[str, str]
    is_transparent: bool = False


def open_upload(data: bytes, *, backdrop: str = "white") -> Upload:
    """Decode an uploaded PNG, JPEG, WebP or GIF; call it in a worker, never in the bot.

    Args:
        data: The file.
        backdrop: Colour that shows where the picture is transparent.

    Raises:
        UnreadableImageError: Too large, of another kind or broken.
    """
    with _opened(data) as file:
        media_type = _MEDIA_TYPES[file.format or ""]
        image = _flattened(ImageOps.exif_transpose(file), backdrop)
        return Upload(image, media_type, _text_of(file), file.has_transparency_data)


def measure_upload(data: bytes) -> tuple[int, int]:
    """Read a picture's width and height, once turned, from its header; decodes nothing.

    Raises:
        UnreadableImageError: Not a picture that ``open_upload`` takes, or far too long and thin.
    """
    with _opened(data) as file:
        width, height = file.size
        if max(width, height) > MAX_ASPECT * min(width, height):
            raise UnreadableImageError(
                reason=f"{width}x{height} is too long and thin: at most {MAX_ASPECT} to 1"
            )
        # asking a PNG without this entry would decode it
        is_turned = "exif" in file.info and file.getexif().get(_ORIENTATION, 1) in _TURNED
        return (height, width) if is_turned else (width, height)


@contextlib.contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """Open a file within the limits; whatever Pillow says of a broken one is worded for people."""
    if len(data) > MAX_UPLOAD_BYTES:
        raise UnreadableImageError(
            reason=f"{len(data)} bytes exceed the limit of {MAX_UPLOAD_BYTES}"
        )
    check_scans(data)
    try:
        with Image.open(CountedFile(data), formats=FORMATS) as file:
            _check_pixels(file)
            yield file
    except _BROKEN as error:
        raise UnreadableImageError(reason=_reason(error)) from error


def _flattened(image: Image.Image, backdrop: str) -> Image.Image:
    if image.mode.startswith("I;16"):  # Pillow cuts off what is over 255
        image = image.point(lambda value: value * (1 / 256)).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    flat = Image.new("RGBA", image.size, backdrop)
    flat.alpha_composite(image.convert("RGBA"))
    return flat.convert("RGB")


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
