"""Those who keep rules are told where one of them cannot act."""

from __future__ import annotations

import msgspec
import pytest

from bot.languages import TEXTS
from bot.moderation.rule_desk import unheeded
from bot.policy.rules import RuleAction
from bot.text import ENGLISH
from tests.support.scripted_engine import A_MODEL

DEAF = msgspec.structs.replace(A_MODEL, name="quick*", is_guided_by_embedding=True)


@pytest.mark.parametrize("language", TEXTS)
def test_a_model_without_a_negative_prompt_is_named(language):
    (line,) = unheeded([RuleAction.NEGATIVE], [A_MODEL, DEAF], TEXTS[language])

    assert r"quick\*" in line
    assert A_MODEL.name not in line


@pytest.mark.parametrize(
    ("actions", "models"),
    [(["refuse", "review", "notify"], [DEAF]), (["negative"], [A_MODEL]), (["negative"], [])],
    ids=["other effects", "every model heeds it", "still loading"],
)
def test_nothing_is_said_where_rules_act(actions, models):
    assert unheeded(actions, models, ENGLISH) == []
