"""Rules of a guild and of everywhere judge a prompt, the strictest first."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.patterns import check_pattern
from bot.policy.refusals import PatternRefusedError
from bot.policy.rules import PromptRule, RuleAction, RuleBook, RuleKind

CATASTROPHES = [r"(?:a{1,200}){1,200}b", r"(?:(a|aa)(?!c))+$b", r"^(\w+\s?)*\d$", r"(x+x+)+y"]


def rule(number, pattern, action=RuleAction.REFUSE, kind=RuleKind.WORD, **changes):
    return PromptRule(number, changes.pop("guild_id", 1), kind, pattern, action, **changes)


def test_a_guild_s_rules_hold_there_and_global_rules_everywhere():
    book = RuleBook([rule(1, "kettle"), rule(2, "anvil", guild_id=None)])

    assert book.judge("a kettle", 1).refusing
    assert not book.judge("a kettle", 2).hits
    assert book.judge("an anvil", 2).refusing
    assert book.judge("an anvil", None).refusing


def test_the_strictest_rule_comes_first_and_all_are_told():
    book = RuleBook(
        [
            rule(1, "kettle", RuleAction.NOTIFY),
            rule(2, "kettle", RuleAction.REVIEW),
            rule(3, "anvil"),
        ]
    )

    verdict = book.judge("a kettle on an anvil", 1)

    assert [hit.id for hit in verdict.hits] == [3, 2, 1]
    assert (verdict.refusing.id, verdict.reviewing.id, verdict.notifying.id) == (3, 2, 1)


def test_forced_words_are_added_to_the_negative_prompt_once():
    book = RuleBook(
        [
            rule(1, "kettle", RuleAction.NEGATIVE, negative_prompt="steam"),
            rule(2, "boiling", RuleAction.NEGATIVE, negative_prompt="steam"),
        ]
    )

    verdict = book.judge("a boiling kettle", 1)

    assert verdict.negative_prompt("") == "steam"
    assert verdict.negative_prompt("blur") == "blur, steam"
    assert not verdict.refusing


@pytest.mark.parametrize("prompt", ["a kettle no 7", "A KETTLE  No 7", "(kettle:1.4) no 7"])
def test_a_regular_expression_sees_the_normalised_prompt(prompt):
    book = RuleBook([rule(1, r"\bkettle no \d", kind=RuleKind.REGEX)])

    assert book.judge(prompt, 1).refusing


def test_an_exception_is_taken_out_before_a_regular_expression_looks():
    book = RuleBook([rule(1, r"kettle", kind=RuleKind.REGEX, exceptions=("Kettle Drum",))])

    assert not book.judge("a kettle drum", 1).hits
    assert book.judge("a kettle drum and a kettle", 1).hits


@pytest.mark.parametrize("pattern", CATASTROPHES)
def test_a_catastrophic_pattern_neither_stalls_nor_lets_the_prompt_past(pattern):
    book = RuleBook([rule(1, pattern, kind=RuleKind.REGEX)])
    prompt = "a" * 1000 + " " + "x" * 1000 + "!"

    began = time.process_time()
    book.judge(prompt, 1)

    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"(?:a{1,200}){1,200}b", "too long"),
        ("(", "no regular expression"),
        ("a*", "every prompt"),
        (" ", "every prompt"),
        ("a" * 201, "longer than 200"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_with_its_reason(pattern, words):
    with pytest.raises(PatternRefusedError) as refusal:
        check_pattern(pattern)

    assert words in refusal.value.reason


def test_a_sound_pattern_is_taken():
    check_pattern(r"\b(kettle|anvil)s?\b")


@given(st.text(max_size=300))
def test_no_prompt_breaks_the_judgement(prompt):
    book = RuleBook([rule(1, "kettle"), rule(2, "anv*"), rule(3, r"\d{9}", kind=RuleKind.REGEX)])

    book.judge(prompt, 1)


@given(
    st.text("abcdefghijkmnopqrstuwxyz ,.0:()[]{}|", max_size=80),
    st.text("abcdefghijkmnopqrstuwxyz ,.", max_size=40),
)
def test_a_word_that_stands_plainly_is_always_found(before, after):
    book = RuleBook([rule(1, "kettle")])

    assert book.judge(f"{after}, kettle, {after}", 1).refusing
    if not set("()[]{}|") & set(before):
        assert book.judge(f"{before}, kettle, {after}", 1).refusing
