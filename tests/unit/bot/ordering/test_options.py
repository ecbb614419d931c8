"""What people type is understood, or refused with what would be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ModelLoadingError, SizeNotMultipleError, SizeUnreadableError
from bot.ordering.options import (
    ASPECTS,
    matching,
    named_size,
    parse_sampler,
    parse_size,
    parse_text,
)
from engine.errors import ImageTooLargeError, InvalidParameterError, UnknownSamplerError
from tests.support.scripted_engine import A_MODEL


@pytest.mark.parametrize(
    ("typed", "size"),
    [
        ("512x768", (512, 768)),
        (" 512 X 768 ", (512, 768)),
        ("512\u00d7768", (512, 768)),
        ("512, 768", (512, 768)),
        ("Landscape", (624, 416)),
        ("square", (512, 512)),
        ("", (512, 512)),
        (None, (512, 512)),
    ],
)
def test_sizes_are_understood_as_people_write_them(typed, size):
    assert parse_size(typed, A_MODEL) == size


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("big", SizeUnreadableError),
        ("512", SizeUnreadableError),
        ("-512x512", SizeUnreadableError),
        ("512x512x512", SizeUnreadableError),
        ("9" * 5000, SizeUnreadableError),
        ("511x512", SizeNotMultipleError),
        ("0x512", InvalidParameterError),
        ("4104x8", InvalidParameterError),
        ("4096x4096", ImageTooLargeError),
    ],
)
def test_other_sizes_are_refused(typed, error):
    with pytest.raises(error):
        parse_size(typed, A_MODEL)


def test_while_the_model_loads_its_own_size_and_typed_sizes_are_taken():
    assert parse_size(None, None) == (0, 0)
    assert parse_size("4096x4096", None) == (4096, 4096)
    with pytest.raises(ModelLoadingError):
        parse_size("portrait", None)


@given(st.text(max_size=40))
def test_any_text_is_a_sound_size_or_a_refusal(typed):
    try:
        width, height = parse_size(typed, A_MODEL)
    except (SizeUnreadableError, SizeNotMultipleError, InvalidParameterError, ImageTooLargeError):
        return
    assert width % 8 == height % 8 == 0
    assert 0 < width * height <= A_MODEL.max_pixels


@pytest.mark.parametrize("name", ASPECTS)
@pytest.mark.parametrize("side", [64, 512, 1024])
def test_named_sizes_have_about_the_pixels_that_the_model_was_trained_for(name, side):
    from msgspec.structs import replace

    model = replace(A_MODEL, native_width=side, native_height=side, max_pixels=4 * side * side)

    width, height = named_size(name, model)

    assert parse_size(f"{width}x{height}", model) == (width, height)
    assert 0.75 < width * height / side**2 < 1.25
    assert width / height == pytest.approx(ASPECTS[name], rel=0.2)


def test_samplers_are_found_however_they_are_spaced_and_cased():
    assert parse_sampler("dpm++2m_karras", A_MODEL) == "DPM++ 2M Karras"
    assert parse_sampler(" ", A_MODEL) == ""
    assert parse_sampler(None, A_MODEL) == ""
    with pytest.raises(UnknownSamplerError):
        parse_sampler("DPM", A_MODEL)


def test_a_sampler_is_taken_as_typed_while_nobody_knows_their_names():
    assert parse_sampler(" Euler ", None) == "Euler"


def test_the_best_match_comes_first():
    names = ["Euler", "Euler a", "DPM++ 2M Karras", "DPM++ SDE Karras", "Heun"]

    assert matching("", names) == names
    assert matching("karras", names) == ["DPM++ 2M Karras", "DPM++ SDE Karras"]
    assert matching("eul", names) == ["Euler", "Euler a"]
    assert matching("dk", names) == ["DPM++ 2M Karras", "DPM++ SDE Karras"]
    assert matching("xyz", names) == []


def test_never_more_matches_than_discord_takes():
    assert len(matching("", [f"name {number}" for number in range(100)])) == 25


@given(st.text(alphabet=st.characters(), max_size=50))
def test_parsed_text_can_be_stored_and_sent_by_everybody(typed):
    cleaned = parse_text(typed)

    cleaned.encode("utf-8")
    assert "\x00" not in cleaned


def test_parsed_text_keeps_emoji_and_right_to_left_words():
    assert parse_text("👩‍🎨 שמש\nשמש") == "👩‍🎨 שמש\nשמש"
