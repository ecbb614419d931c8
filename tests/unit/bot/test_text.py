"""Everything that people read is worded in one place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.delivering.delivery_errors
import bot.errors
import bot.files.upload_errors
import bot.ordering.refusals
import bot.policy.refusals
import bot.privacy.errors
import bot.queueing.queue_errors
import db.errors
import engine.errors
from bot.text import ENGLISH, MAX_PROMPT_SHOWN, bar, clip, quote_prompt, ranges

ROOTS = (bot.errors.BotError, db.errors.DatabaseError, engine.errors.EngineError)
REFERENCE = Path(__file__).parents[3] / "docs" / "operating" / "errors.md"


def tree_of(root):
    yield root
    for child in root.__subclasses__():
        yield from tree_of(child)


def errors():
    return [
        error
        for root in ROOTS
        for error in tree_of(root)
        if error.__module__.startswith("bot.") or error.__module__ in {"db.errors", "engine.errors"}
    ]


def test_every_error_has_a_code_of_its_own():
    codes = [error.code for error in errors()]

    assert len(codes) > 50
    assert sorted(codes) == sorted(set(codes)), "two classes share a code"


@pytest.mark.parametrize("error", errors(), ids=lambda error: error.code)
def test_every_error_code_has_a_sentence(error):
    assert ENGLISH.knows(error.code), f"add {error.code!r} to bot/locales/en/"


def test_every_error_code_is_explained_to_operators_with_the_sentence_that_people_read():
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| .+ \|$", REFERENCE.read_text("utf-8"), re.M)

    assert dict(rows) == ENGLISH.errors, "correct docs/operating/errors.md"


def test_an_unknown_code_still_gets_a_sentence():
    assert ENGLISH.explain("from_the_future", {"pixels": 3}) == ENGLISH.errors["failed"]


def test_missing_facts_do_not_break_the_sentence():
    assert ENGLISH.explain("image_too_large") == ENGLISH.errors["failed"]


def test_facts_are_escaped_because_people_wrote_them():
    said = ENGLISH.explain("unknown_sampler", {"sampler": "**@everyone**"})

    assert "\\*\\*@\u200beveryone\\*\\*" in said


def test_parameters_are_called_as_the_options_are():
    said = ENGLISH.explain(
        "invalid_parameter",
        {"parameter": "num_inference_steps", "reason": "must be between 1 and 150"},
    )

    assert said.startswith("The number of steps must be between 1 and 150.")


@given(st.text(max_size=3000))
def test_no_prompt_pings_breaks_the_line_or_grows_beyond_bounds(prompt):
    quoted = quote_prompt(prompt)

    assert "\n" not in quoted
    assert not re.search(r"@(everyone|here)\b", quoted)
    assert not re.search(r"<@[!&]?\d+>", quoted)
    assert len(quoted) <= 2 * MAX_PROMPT_SHOWN


@given(st.lists(st.integers(0, 50), max_size=12, unique=True))
def test_ranges_lose_no_number(numbers):
    written = ranges(sorted(numbers))
    read = [
        number
        for part in written.split(", ")
        if part
        for low, _, high in [part.partition("-")]
        for number in range(int(low), int(high or low) + 1)
    ]

    assert read == sorted(numbers)


@pytest.mark.parametrize(
    ("fraction", "cells"), [(-1, 0), (0, 0), (0.55, 5), (0.999, 9), (1, 10), (7, 10)]
)
def test_bar_has_ten_cells_whatever_the_fraction(fraction, cells):
    assert bar(fraction) == "▰" * cells + "▱" * (10 - cells)


def test_clip_marks_what_it_took_away():
    assert clip("abcdef", 6) == "abcdef"
    assert clip("abcdefg", 6) == "abcde…"


@pytest.mark.parametrize(
    "prompt",
    [
        "[a](b) [free](https://evil.example)",
        "**bold** ~~gone~~ ||hidden|| `code` _it_",
        "<@123456789012345678> <t:1> </imagine:1> <:a:1>",
        "https://x/**_||",
    ],
)
def test_nothing_a_person_types_is_formatted_or_linked(prompt):
    shown = quote_prompt(prompt)

    assert re.findall(r"(?<!\\)[*_~|`\[\]()<>]", shown) == []


def test_letters_that_reorder_a_line_are_left_out():
    assert quote_prompt("abc\u202edef\u2066g") == "abcdefg"
