"""People see which square has which number, on any picture."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from engine.errors import UnreadableImageError
from engine.uploads.numbered_squares import MAX_SHOWN_SIDE, number_squares
from tests.support.uploads import BAD, png


def shown(data, columns=4):
    with Image.open(io.BytesIO(number_squares(data, columns))) as image:
        assert image.format == "JPEG"
        return np.asarray(image.convert("L"), int)


@pytest.mark.parametrize("level", [0, 128, 255])
def test_every_square_has_a_number_and_lines_around_it_on_dark_and_bright(level):
    pixels = shown(png((400, 240), color=(level,) * 3))

    squares = pixels.reshape(4, 60, 4, 100).swapaxes(1, 2)[:, :, 15:45, 25:75]
    assert np.ptp(squares, axis=(2, 3)).min() > 100
    assert np.ptp(pixels[10:50, 96:104], axis=1).min() > 60


def test_a_large_picture_is_shown_smaller_in_its_own_shape():
    assert shown(png((3000, 1500))).shape == (MAX_SHOWN_SIDE // 2, MAX_SHOWN_SIDE)


@pytest.mark.parametrize("size", [(1, 1), (8, 8), (16, 2)])
@pytest.mark.parametrize("columns", [-1, 1, 5, 10**9])
def test_no_size_and_no_number_of_columns_raises(size, columns):
    assert shown(png(size), columns).shape == size[::-1]


def test_a_broken_file_is_refused():
    with pytest.raises(UnreadableImageError):
        number_squares(BAD["truncated"], 4)
