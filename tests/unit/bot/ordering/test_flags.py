"""Flags are found where people put them, and what is wrong with one is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ModelLoadingError, RefusedError
from bot.ordering.asked import Asked, read_flags, size_of
from bot.ordering.flags import split_flags
from bot.ordering.refusals import (
    FlagEmptyError,
    FlagRangeError,
    FlagTwiceError,
    FlagUnknownError,
    FlagValueError,
)
from tests.support.scripted_engine import A_MODEL


def read(prompt, **options):
    return read_flags(Asked(prompt=prompt, **options))


def test_a_prompt_without_flags_stays_as_it_is():
    assert split_flags("a well-known  apple - red -- or not").prompt == (
        "a well-known  apple - red -- or not"
    )


def test_all_flags_reach_their_options():
    asked = read(
        "a red apple --ar 3:2 --seed 7 --no text, worms --steps 30 --cfg 7,5 --n=2 "
        "--draft --sampler DPM++ 2M Karras"
    )

    assert asked == Asked(
        prompt="a red apple",
        negative_prompt="text, worms",
        aspect="3:2",
        steps=30,
        guidance=7.5,
        sampler="DPM++ 2M Karras",
        seed=7,
        number=2,
        draft=True,
    )


def test_what_follows_a_short_value_belongs_to_the_prompt():
    assert read("a --seed 7 red apple").prompt == "a red apple"


@pytest.mark.parametrize(("flag", "said"), [("draft", True), ("full", False)])
def test_a_flag_that_says_it_by_itself_takes_no_word(flag, said):
    asked = read(f"a --{flag} red apple --seed 7 --{flag}")

    assert asked == Asked(prompt="a red apple", seed=7, draft=said)
    assert read("a red apple").draft is None


def test_a_draft_is_not_drawn_in_full():
    with pytest.raises(FlagTwiceError):
        read("a red apple --draft --full")


@pytest.mark.parametrize("dash", ["\u2013", "\u2014"])
def test_the_dash_that_a_phone_makes_of_two_hyphens_is_understood(dash):
    assert read(f"an apple {dash}seed 7").seed == 7
    assert read(f"an apple {dash}red and round").prompt == f"an apple {dash}red and round"


def test_an_unknown_flag_is_answered_with_the_nearest():
    with pytest.raises(FlagUnknownError) as caught:
        read("an apple --sede 7")

    assert caught.value.nearest == "seed"
    assert "--ar" in caught.value.known


@pytest.mark.parametrize(
    ("prompt", "error"),
    [
        ("x --seed", FlagEmptyError),
        ("x --no --seed 7", FlagEmptyError),
        ("x --seed seven", FlagValueError),
        ("x --steps 1.5", FlagValueError),
        ("x --ar wide", FlagValueError),
        ("x --ar 0:2", FlagValueError),
        ("x --ar 9:1", FlagRangeError),
        ("x --steps 0", FlagRangeError),
        ("x --steps 151", FlagRangeError),
        ("x --cfg 36", FlagRangeError),
        ("x --n 10", FlagRangeError),
        ("x --seed -1", FlagRangeError),
        ("x --seed 9007199254740992", FlagRangeError),
        ("x --seed 1 --seed 2", FlagTwiceError),
        ("x --ar 3:2 --size 512x512", FlagTwiceError),
    ],
)
def test_what_a_flag_cannot_take_is_refused(prompt, error):
    with pytest.raises(error):
        read(prompt)


def test_a_flag_may_repeat_an_option_but_not_contradict_it():
    assert read("x --seed 7", seed=7).seed == 7
    with pytest.raises(FlagTwiceError):
        read("x --seed 7", seed=8)
    with pytest.raises(FlagTwiceError):
        read("x --ar 3:2", size="512x512")


@pytest.mark.parametrize("aspect", ["3:2", "1:4", "16:9", "1.91:1"])
def test_an_aspect_has_about_the_pixels_that_the_model_was_trained_for(aspect):
    width, height = size_of(read(f"x --ar {aspect}"), A_MODEL)

    assert width % 8 == height % 8 == 0
    assert 0.85 < width * height / (A_MODEL.native_width * A_MODEL.native_height) < 1.15


def test_an_aspect_means_nothing_while_the_model_is_loading():
    with pytest.raises(ModelLoadingError):
        size_of(read("x --ar 3:2"), None)


@given(
    st.text(max_size=60) | st.from_regex(r"x( --[a-z]{1,8} [-0-9:.x]{0,8}){0,3}", fullmatch=True)
)
def test_any_prompt_is_understood_or_refused(prompt):
    try:
        read(prompt)
    except RefusedError:
        return
