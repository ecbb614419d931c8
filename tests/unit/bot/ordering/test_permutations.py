"""One prompt may stand for several, and never for more than somebody could read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ordering.permutations import MAX_PROMPTS, check_forms, escape, expand
from bot.ordering.refusals import TooManyPermutationsError
from engine.errors import PromptTooComplexError
from engine.params import GenerationParams
from tests.support.jobs import ONE_FORM_TOO_COMPLEX


@pytest.mark.parametrize(
    ("template", "prompts"),
    [
        ("a red apple", ["a red apple"]),
        ("{red, blue} apple", ["red apple", "blue apple"]),
        ("{a,b} {c,d}", ["a c", "a d", "b c", "b d"]),
        ("a{, big} apple", ["a apple", "abig apple"]),
        ("{red {apple, pear}, plum}", ["red apple", "plum", "red pear"]),
        ("{red, red} apple", ["red apple"]),
        ("{word} {", ["{word} {"]),
        (r"\{red, blue\} {a\,b, c}", ["{red, blue} a,b", "{red, blue} c"]),
    ],
)
def test_every_form_is_spelt_out_once_in_the_order_of_writing(template, prompts):
    assert expand(template) == prompts


def test_what_is_drawn_is_checked_and_not_the_template():
    deep = "(" * 20
    check_forms(GenerationParams(prompt=f"{{{deep}red, {deep}blue}} apple"))
    with pytest.raises(PromptTooComplexError):
        check_forms(GenerationParams(prompt=ONE_FORM_TOO_COMPLEX))


def test_more_forms_than_the_cap_are_refused_before_they_are_all_spelt_out():
    assert len(expand("{a,b}" * 6)) == MAX_PROMPTS
    with pytest.raises(TooManyPermutationsError):
        expand("{a,b}" * 800)


@given(st.text(alphabet=st.sampled_from("ab{},\\ "), max_size=30))
def test_any_text_ends_in_prompts_or_in_the_refusal(template):
    try:
        prompts = expand(template)
    except TooManyPermutationsError:
        return
    assert 1 <= len(prompts) <= MAX_PROMPTS


@given(st.text(alphabet=st.sampled_from("ab{}, "), max_size=30))
def test_an_escaped_prompt_stands_for_itself(prompt):
    assert expand(escape(prompt)) == [prompt]
