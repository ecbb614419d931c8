"""What policy decides about a picture, over all verdicts and settings."""

from __future__ import annotations

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.pictures import SAFEST, Action, PictureSettings, decide
from bot.policy.screening import OFFENCES
from engine.protocol import Verdict
from engine.verdict import UNJUDGED

CLEAN = Verdict(
    is_clean=True, scores={"a": 0.1, "b": 0.2}, threshold=0.5, classifier="c",
    thresholds={"a": 0.5, "b": 0.3},
)  # fmt: skip
FLAGGED = msgspec.structs.replace(
    CLEAN, is_clean=False, category="a", score=0.9, scores={"a": 0.9, "b": 0.2}
)
SPOILING = PictureSettings(restricted_action=Action.SPOILER)
NUMBERS = st.floats(-1, 1)
VERDICTS = st.builds(
    Verdict,
    is_clean=st.booleans(),
    category=st.sampled_from(["", "a", "b"]),
    score=st.one_of(NUMBERS, st.just(math.nan)),
    threshold=NUMBERS,
    is_special_care=st.booleans(),
    scores=st.dictionaries(st.sampled_from("ab"), NUMBERS),
    classifier=st.sampled_from(["", "c"]),
    thresholds=st.dictionaries(st.sampled_from("ab"), NUMBERS),
)
SETTINGS = st.builds(
    PictureSettings,
    revision=st.integers(0, 9),
    general_offset=NUMBERS,
    restricted_offset=NUMBERS,
    thresholds=st.dictionaries(st.sampled_from("ab"), NUMBERS),
    restricted_action=st.sampled_from([Action.WITHHOLD, Action.SPOILER]),
)


def test_a_clean_picture_is_posted_and_a_flagged_one_withheld_by_default():
    assert decide(CLEAN, SAFEST, is_restricted=False).action is Action.POST
    flagged = decide(FLAGGED, SAFEST, is_restricted=True)
    assert (flagged.action, flagged.category, flagged.score) == (Action.WITHHOLD, "a", 0.9)
    assert (flagged.reason, flagged.threshold) == ("classifier", 0.5)


def test_a_guild_may_choose_spoilers_in_age_restricted_channels_only():
    assert decide(FLAGGED, SPOILING, is_restricted=True).action is Action.SPOILER
    assert decide(FLAGGED, SPOILING, is_restricted=False).action is Action.WITHHOLD
    stricken = decide(FLAGGED, SPOILING, is_restricted=True, has_strikes=True)
    assert stricken.action is Action.WITHHOLD


@pytest.mark.parametrize(
    "settings",
    [
        PictureSettings(general_offset=-0.15),
        PictureSettings(thresholds={"b": 0.15}),
    ],
)
def test_a_guild_may_be_stricter_than_the_operator(settings):
    decision = decide(CLEAN, settings, is_restricted=False)

    assert (decision.action, decision.reason, decision.category) == (Action.WITHHOLD, "guild", "b")
    assert (decision.score, round(decision.threshold, 3)) == (0.2, 0.15)
    assert settings.is_stricter(is_restricted=False)


def test_a_guild_is_never_milder_than_the_operator():
    milder = PictureSettings(general_offset=0.9, thresholds={"a": 1.0})

    assert decide(FLAGGED, milder, is_restricted=False).action is Action.WITHHOLD
    assert decide(CLEAN, milder, is_restricted=False).action is Action.POST


def test_what_nobody_could_judge_is_withheld_everywhere_and_is_nobodys_offence():
    verdict = Verdict(is_clean=False, category=UNJUDGED, classifier="c")

    decision = decide(verdict, SPOILING, is_restricted=True)

    assert (decision.action, decision.reason) == (Action.WITHHOLD, "unjudged")
    assert decision.reason not in OFFENCES


def test_a_guilds_threshold_holds_for_the_category_of_every_classifier():
    several = msgspec.structs.replace(
        CLEAN, scores={"vit/a": 0.3, "own/b": 0.1}, thresholds={"vit/a": 0.5, "own/b": 0.5}
    )

    strict = decide(several, PictureSettings(thresholds={"a": 0.2}), is_restricted=False)
    other = decide(several, PictureSettings(thresholds={"b": 0.2}), is_restricted=False)

    assert (strict.action, strict.category) == (Action.WITHHOLD, "vit/a")
    assert other.action is Action.POST


def test_a_rule_wants_moderators_to_look_first():
    decision = decide(CLEAN, SAFEST, is_restricted=False, is_reviewed=True)

    assert (decision.action, decision.reason) == (Action.WITHHOLD, "prompt_rule")


def test_switched_off_screening_is_the_operators_word():
    assert decide(Verdict(is_clean=True), SAFEST, is_restricted=False).action is Action.POST


@pytest.mark.parametrize(
    "changes",
    [
        {"score": math.nan},
        {"scores": {"a": math.inf}},
        {"scores": {}},
        {"is_clean": False, "category": ""},
        {"is_special_care": True},
    ],
)
def test_a_verdict_that_makes_no_sense_is_withheld(changes):
    verdict = msgspec.structs.replace(CLEAN, **changes)

    decision = decide(verdict, SPOILING, is_restricted=True)

    assert (decision.action, decision.reason) == (Action.WITHHOLD, "unsound_verdict")


@given(VERDICTS, SETTINGS, st.booleans(), st.booleans(), st.booleans())
def test_nothing_flagged_is_ever_posted_openly(verdict, settings, restricted, stricken, reviewed):
    decision = decide(
        verdict,
        settings,
        is_restricted=restricted,
        has_strikes=stricken,
        is_reviewed=reviewed,
    )

    if not verdict.is_clean or reviewed:
        assert decision.action is not Action.POST
        assert decision.reason
    if verdict.is_special_care and not verdict.is_clean:
        assert not decision.action.is_shown
    if decision.action is Action.SPOILER:
        assert restricted
        assert not stricken
        assert settings.restricted_action is Action.SPOILER
    assert decision.policy_version.endswith(f".{settings.revision}")


@given(VERDICTS, SETTINGS, st.booleans())
def test_a_stricter_setting_shows_no_more(verdict, settings, restricted):
    mild = decide(verdict, SAFEST, is_restricted=restricted)
    strict = decide(verdict, settings, is_restricted=restricted)

    if mild.action is not Action.POST:
        assert strict.action is not Action.POST
