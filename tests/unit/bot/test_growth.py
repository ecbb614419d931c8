"""A canvas grows to the side that was named, and never beyond what the model draws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.growth import GROWTHS, grow
from tests.support.scripted_engine import A_MODEL

SIDES = st.integers(32, 8000)


@given(st.sampled_from(GROWTHS), SIDES, SIDES)
def test_every_canvas_can_be_drawn_and_holds_the_picture(how, width, height):
    if max(width, height) > 16 * min(width, height):
        return  # the engine takes none so long and thin

    growth = grow(how, (width, height), A_MODEL)

    grown = growth.outpaint
    inner = (
        growth.width - grown.left - grown.right,
        growth.height - grown.top - grown.bottom,
    )
    numbers = (growth.width, growth.height, grown.left, grown.top, grown.right, grown.bottom)
    assert all(number % 8 == 0 and number >= 0 for number in numbers)
    assert any(numbers[2:])
    assert min(inner) >= 8
    assert growth.width * growth.height <= A_MODEL.max_pixels


@pytest.mark.parametrize(
    ("how", "size", "canvas", "sides"),
    [
        ("zoom2", (512, 512), (512, 512), (128, 128, 128, 128)),
        ("left", (512, 512), (768, 512), (256, 0, 0, 0)),
        ("up", (512, 512), (512, 768), (0, 256, 0, 0)),
        ("right", (512, 512), (768, 512), (0, 0, 256, 0)),
        ("down", (512, 512), (512, 768), (0, 0, 0, 256)),
        ("square", (400, 655), (656, 656), (128, 0, 128, 0)),
        ("square", (512, 512), (512, 512), (88, 88, 88, 88)),
    ],
)
def test_growth_is_where_it_was_asked_for(how, size, canvas, sides):
    growth = grow(how, size, A_MODEL)

    assert (growth.width, growth.height) == canvas
    grown = growth.outpaint
    assert (grown.left, grown.top, grown.right, grown.bottom) == sides
