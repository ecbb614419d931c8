"""Letters spell a term however often they are repeated, and are compared once each."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.letters import I_OR_L
from bot.policy.rules import PromptRule, RuleAction, RuleBook, RuleKind
from bot.policy.spelling import begins, resembles


@pytest.mark.parametrize(
    ("term", "letters", "is_spelt"),
    [
        ("kettle", "kettle", True),
        ("kettle", "kkkettlle", True),
        ("kettle", "ketle", False),
        ("god", "good", False),
        ("god", "goood", True),
        ("ill", f"i{I_OR_L}l", True),
        ("lil", "iil", False),
    ],
)
def test_a_term_is_spelt_by_its_letters_repeated_on_purpose(term, letters, is_spelt):
    assert resembles(term, letters, is_loose=False) is is_spelt


@given(st.text("ilab", min_size=1, max_size=6), st.text(f"ilab{I_OR_L}", max_size=10))
def test_letters_begin_with_a_term_where_a_pattern_of_its_runs_says_so(term, letters):
    runs = [run[0] for run in re.finditer(r"(.)\1*", term)]
    either = {"i": f"[i{I_OR_L}]", "l": f"[l{I_OR_L}]"}
    pattern = "".join(f"{either.get(run[0], run[0])}{{{len(run)},}}" for run in runs)

    begun = letters[: 4 * len(term)]
    assert begins(term, letters, is_loose=False) is bool(re.match(pattern, begun))


def test_strokes_that_may_be_i_or_l_are_no_way_to_stall_a_rule():
    """A pattern with backtracking took twice as long for each of these hundred pairs."""
    rule = PromptRule(1, 1, RuleKind.WORD, "il" * 100 + "x", RuleAction.NOTIFY)

    assert not RuleBook([rule]).judge("iiI" * 99 + "iix", 1).hits
