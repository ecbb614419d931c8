"""The transparent part of a picture becomes a mask, whatever form the file keeps it in."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from engine.errors import UnreadableImageError
from engine.uploads.transparency import transparent_part
from tests.support.uploads import BAD, encoded, half_transparent, png


def test_what_is_transparent_is_white_in_the_mask():
    with Image.open(io.BytesIO(transparent_part(half_transparent()))) as mask:
        assert mask.size == (64, 64)
        assert (mask.getpixel((10, 32)), mask.getpixel((50, 32))) == (0, 255)


@pytest.mark.parametrize("data", [png(), encoded("JPEG"), png(mode="RGBA", color=(1, 2, 3, 255))])
def test_an_opaque_picture_has_no_transparent_part(data):
    assert transparent_part(data) is None


def test_a_broken_file_is_refused():
    with pytest.raises(UnreadableImageError):
        transparent_part(BAD["truncated"])
