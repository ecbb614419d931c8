"""A canvas grows to the side that was named, and never beyond what the model draws."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.files.upload_errors import ZoomUnreadableError
from bot.ordering.growth import GROWTHS, grow, parse_zoom
from tests.support.scripted_engine import A_MODEL

SIDES = st.integers(32, 8000)


@given(
    st.sampled_from([*GROWTHS, "zoom"]), SIDES, SIDES, st.sampled_from([64, 512]), st.floats(1, 4)
)
def test_every_canvas_can_be_drawn_and_holds_the_picture(how, width, height, native, zoom):
    if max(width, height) > 16 * min(width, height):
        return  # the engine takes none so long and thin
    model = msgspec.structs.replace(
        A_MODEL, native_width=native, native_height=native, max_pixels=4 * native**2
    )

    growth = grow(how, (width, height), model, zoom)

    grown = growth.outpaint
    inner = (
        growth.width - grown.left - grown.right,
        growth.height - grown.top - grown.bottom,
    )
    numbers = (growth.width, growth.height, grown.left, grown.top, grown.right, grown.bottom)
    assert all(number % 8 == 0 and number >= 0 for number in numbers)
    assert any(numbers[2:])
    assert min(inner) >= 8
    assert growth.width * growth.height <= model.max_pixels


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


@pytest.mark.parametrize(
    ("typed", "zoom"), [("1", 1.0), (" 1,7x", 1.7), ("170 %", 1.7), ("4.0", 4.0), ("2\u00d7", 2.0)]
)
def test_a_zoom_is_read_as_people_write_it(typed, zoom):
    assert parse_zoom(typed) == pytest.approx(zoom)


@pytest.mark.parametrize("typed", ["", "0.99", "4.01", "nan", "inf", "-2", "two", "1e9", "x" * 99])
def test_what_is_no_zoom_is_refused(typed):
    with pytest.raises(ZoomUnreadableError):
        parse_zoom(typed)


@pytest.mark.parametrize("zoom", [1.0, 1.1, 1.7, 4.0])
@pytest.mark.parametrize("side", [64, 512])
def test_any_zoom_leaves_the_canvas_and_room_for_the_picture(zoom, side):
    model = msgspec.structs.replace(A_MODEL, native_width=side, native_height=side)
    width, height, outpaint = grow("zoom", (side, side), model, zoom)

    assert (width, height) == (side, side)
    inner = side - outpaint.left - outpaint.right
    assert inner >= 8
    assert abs(inner - side / zoom) <= 16
