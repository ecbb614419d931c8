"""The size that a picture is drawn at when people leave it open."""

from __future__ import annotations

import pytest

from engine.sizes import enlarged, fit_size, own_size


@pytest.mark.parametrize(
    ("picture", "expected"),
    [((512, 512), (64, 64)), ((1024, 512), (88, 48)), ((10, 4000), (8, 1280))],
)
def test_a_pictures_own_shape_is_drawn_at_the_native_area(picture, expected):
    assert fit_size(picture, 64 * 64, 8) == expected


def test_a_picture_to_be_enlarged_keeps_the_size_that_it_was_drawn_at():
    assert own_size((512, 768), 1, 8) == (512, 768)
    assert own_size((512, 768), 8, 8) == (64, 96)
    assert enlarged((64, 96), 1.5, 8) == (96, 144)
