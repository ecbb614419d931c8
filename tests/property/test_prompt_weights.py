"""Laws of the prompt syntax over any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.errors import PromptTooComplexError
from engine.prompt_weights import (
    MAX_FRAGMENTS,
    MAX_WEIGHT,
    MIN_WEIGHT,
    is_plain,
    parse_prompt,
    plain_text,
)

ANY_TEXT = st.text(max_size=200)
BRACKETS = st.text(alphabet="()[]\\:1.9- ab\u0664é", max_size=120)


@given(ANY_TEXT | BRACKETS)
def test_any_text_is_read_or_refused_for_its_complexity(text):
    try:
        fragments = parse_prompt(text)
    except PromptTooComplexError:
        return

    assert len(fragments) <= MAX_FRAGMENTS
    assert all(MIN_WEIGHT <= fragment.weight <= MAX_WEIGHT for fragment in fragments)
    assert all(fragment.text for fragment in fragments)


@given(ANY_TEXT.filter(lambda text: not set(text) & set("()[]\\")))
def test_text_without_brackets_stays_as_it_is(text):
    fragments = parse_prompt(text)

    assert plain_text(fragments) == text
    assert is_plain(fragments)


@given(ANY_TEXT)
def test_escaped_text_comes_back(text):
    escaped = "".join(f"\\{char}" if char in "()[]\\" else char for char in text)

    assert plain_text(parse_prompt(escaped)) == text


@given(BRACKETS)
def test_nothing_but_brackets_escapes_and_weights_is_left_out(text):
    try:
        kept = plain_text(parse_prompt(text))
    except PromptTooComplexError:
        return

    assert [char for char in kept if char in "abé"] == [char for char in text if char in "abé"]
