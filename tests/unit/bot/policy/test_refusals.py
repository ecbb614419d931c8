"""A refusal tells people its facts."""

from __future__ import annotations

import pytest

from bot.policy import refusals
from bot.text import ENGLISH


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (refusals.PromptRefusedError(term="kettle", rule_id=7), "do not allow “kettle”"),
        (refusals.BannedError(until=1, reason="spam"), "Reason: spam"),
        (refusals.PatternRefusedError(reason="takes too long"), "The pattern takes too long."),
    ],
    ids=lambda value: getattr(value, "code", None),
)
def test_a_refusal_says_what_it_is_about(error, words):
    assert words in ENGLISH.explain(error.code, error.facts)
