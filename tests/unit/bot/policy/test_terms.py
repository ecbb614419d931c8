"""Words are found in whatever disguise, and ordinary words are left alone."""

# ruff: noqa: RUF001  look-alikes are meant

from __future__ import annotations

import time

import pytest

from bot.bench.disguises import DISGUISES
from bot.policy.rules import PromptRule, RuleAction, RuleBook, RuleKind


def book_of(*terms, exceptions=()):
    return RuleBook(
        PromptRule(number, None, RuleKind.PHRASE, term, RuleAction.REFUSE, tuple(exceptions))
        for number, term in enumerate(terms, 1)
    )


def finds(book, prompt):
    return [rule.pattern for rule in book.judge(prompt, 1).hits]


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
def test_a_word_is_found_in_every_disguise(disguise):
    prompt = f"a photo of {disguise('lantern')}, very detailed"

    assert finds(book_of("lantern"), prompt) == ["lantern"]


@pytest.mark.parametrize(
    ("term", "prompt"),
    [
        ("god", "a good dog, goods"),
        ("fall", "FAIL, a fail"),
        ("anal", "an algorithm, analysis, canal"),
        ("star", "rats on a tsar"),
        ("ass", "a glass passes"),
        ("desert", "a dessert, deserts"),
        ("into", "in to the wild"),
        ("cat", "concatenate, c at"),
        ("evil", "they live"),
        ("seed", "seeded"),
    ],
)
def test_an_ordinary_word_that_resembles_a_term_is_left_alone(term, prompt):
    found = finds(book_of(term), prompt)

    assert found == ([] if term != "desert" else ["desert"])


@pytest.mark.parametrize(
    "prompt", ["red teapot", "a RED  tea-pot", "r3d te4p0t", "the (red:1.2) teapot", "{red} teapot"]
)
def test_a_phrase_is_found_across_its_spaces(prompt):
    assert finds(book_of("red teapot"), prompt) == ["red teapot"]


def test_a_star_stands_for_longer_forms():
    assert finds(book_of("steep*"), "a steepled tower") == ["steep*"]
    assert finds(book_of("steep"), "a steepled tower") == []


def test_an_exception_allows_the_term_inside_of_it_and_nowhere_else():
    book = book_of("hammer", exceptions=["hammer throw"])

    assert finds(book, "the hammer throw at dawn") == []
    assert finds(book, "the hammer throw with a hammer") == ["hammer"]


@pytest.mark.parametrize(
    ("term", "prompt"), [("香蕉", "一个香蕉树"), ("ванна", "большая ВАННА"), ("café", "a cafe")]
)
def test_terms_of_other_scripts_are_found(term, prompt):
    assert finds(book_of(term), prompt) == [term]


@pytest.mark.parametrize(
    "piece", ["i", "l i ", "{a,b}", "(", "1!|", "aa", "{a,{b,", "a ", "ilil ", "\u200b", "{i}|"]
)
def test_a_prompt_of_the_greatest_length_is_judged_quickly(piece):
    book = book_of(*(f"term{letter}word" for letter in "abcdefghij"), "illi", "lilli*")
    prompt = (piece * 4000)[:4000]

    began = time.process_time()
    finds(book, prompt)

    assert time.process_time() - began < 2  # on a busy machine; 0.2 on a quiet one


@pytest.mark.parametrize(
    "prompt",
    [
        "naked (mole rat:0) woman",
        "naked [[[[mole rat]]]] woman",
        "naked mole r(at:0) woman",
        "naked mole rat, " * 200 + "naked woman",
    ],
)
def test_an_exception_counts_only_where_it_is_drawn_as_one_and_for_itself(prompt):
    assert finds(book_of("naked", exceptions=["naked mole rat"]), prompt) == ["naked"]


@pytest.mark.parametrize(
    "prompt",
    ["a naked mole rat", "a (naked mole rat:1.3) (red:1.2)", "naked mole rat, " * 240],
)
def test_an_exception_that_is_drawn_as_one_is_left_alone(prompt):
    assert finds(book_of("naked", exceptions=["naked mole rat"]), prompt) == []


def test_a_prompt_that_takes_too_much_comparing_counts_as_found():
    terms = ["il" * (10 + length) for length in range(50)]

    assert finds(book_of(*terms), "iiIiI " * 600) == terms
