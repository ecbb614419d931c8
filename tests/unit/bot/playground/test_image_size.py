"""Sizes read from image headers."""

import io

import pytest
from PIL import Image

from bot.playground.image_size import image_size


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        pytest.param("PNG", {}, id="png"),
        pytest.param("GIF", {}, id="gif"),
        pytest.param("JPEG", {}, id="jpeg"),
        pytest.param("WEBP", {}, id="webp lossy"),
        pytest.param("WEBP", {"lossless": True}, id="webp lossless"),
        pytest.param("WEBP", {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"}, id="webp extended"),
    ],
)
def test_size_is_read_from_the_header(kind, options):
    data = io.BytesIO()
    Image.new("RGB", (65, 33), "red").save(data, kind, **options)

    assert image_size(data.getvalue()) == (65, 33)


@pytest.mark.parametrize(
    "data", [b"", b"text", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF\0\0\0\0WEBPVP8 "]
)
def test_what_is_no_whole_image_has_no_size(data):
    assert image_size(data) is None
