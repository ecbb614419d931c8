"""One prompt may stand for several, and never for more than somebody could read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ordering import permutations
from bot.ordering.orders import image_params
from bot.ordering.permutations import (
    MAX_CHOICES,
    MAX_PROMPTS,
    check_forms,
    escape,
    expand,
)
from bot.ordering.refusals import TooManyBracesError, TooManyPermutationsError
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
        ("{red {big}, plum} {a,b}", ["{red {big}, plum} a", "{red {big}, plum} b"]),
        ("{a,{b,{c,d}}}{e,f}", ["ae", "af", "be", "bf", "ce", "cf", "de", "df"]),
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
        expand("{a,b}" * 7)


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


def test_more_choices_than_the_cap_are_refused_however_few_prompts_they_mean():
    def nested(num_choices):
        return "{a," * num_choices + "a" + "}" * num_choices

    assert expand(nested(MAX_CHOICES)) == ["a"]
    with pytest.raises(TooManyBracesError):
        expand(nested(MAX_CHOICES + 1))


def test_a_template_is_read_once_for_all_its_pictures():
    params = GenerationParams(prompt="{a,b}{c,d}{e,f}{g,h}{i,j}{k,l}" + "{m," * 50 + "m" + "}" * 50)
    permutations._prompts.cache_clear()

    prompts = {image_params(params, index).prompt for index in range(MAX_PROMPTS)}

    assert len(prompts) == MAX_PROMPTS
    assert permutations._prompts.cache_info().misses == 1
