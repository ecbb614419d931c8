"""Each language writes numbers, amounts, times and reasons as it has them."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.languages import TEXTS
from bot.locales.catalogue import CATALOGUES

if TYPE_CHECKING:
    from bot.text import Text

ROOT = Path(__file__).parents[3]
OTHERS = [language for language in CATALOGUES if language != "en"]
WORDED = {
    "InvalidParameterError": "reason",
    "PromptTooComplexError": "reason",
    "UnreadableImageError": "reason",
    "PatternRefusedError": "reason",
    "UnsupportedModeError": "mode",
}
NOT_FOR_PEOPLE = {
    "bench",
    "cli",
    "parameters.py",
    "playground",
    "replay.py",
}  # operators read English


@pytest.mark.parametrize(
    ("language", "said"),
    [
        pytest.param("en", "0.4 credits", id="en"),
        pytest.param("de", "0,4 Credits", id="de"),
        pytest.param("es", "0,4 créditos", id="es"),
        pytest.param("fr", "0,4 crédit", id="fr"),
        pytest.param("ja", "0.4 クレジット", id="ja"),
    ],
)
def test_amounts_have_the_signs_and_forms_of_their_language(language, said):
    assert TEXTS[language].write(400, "credits") == said


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("amount", [0, 1, 999, 1_000, 1_001, 1_234_567])
def test_no_amount_is_written_with_another_value(language, amount):
    text = TEXTS[language]
    digits = re.sub(r"[^\d,.]", "", text.write(amount, "credits"))
    decimal, group = ("," if language in {"de", "es", "fr"} else "."), ".," * 1
    plain = digits.replace(group.replace(decimal, ""), "").replace(decimal, ".")

    assert round(float(plain) * 1000) == amount


def test_one_thing_is_not_counted_as_several():
    said = [TEXTS["en"].say("takedown.done", count=count) for count in (0, 1, 2)]

    assert said == [
        "0 pictures were removed.",
        "1 picture was removed.",
        "2 pictures were removed.",
    ]


def test_french_counts_nothing_in_the_singular():
    assert TEXTS["fr"].say("takedown.done", count=0) == "0 image a été supprimée."


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "1 s"), (59, "59 s"), (150, "2 Min."), (7_200, "2 Std."), (2e5, "2 Tagen")],
)
def test_lengths_of_time_have_words_of_their_own(seconds, said):
    assert TEXTS["de"].write(seconds, "duration") == said


def test_moments_are_left_to_discord_which_knows_everybody_s_zone():
    said = TEXTS["de"].explain("timed_out", {"until": 1_800_000_000})

    assert "<t:1800000000:f>" in said


def test_a_reason_is_said_in_the_language_of_the_sentence():
    facts = {"parameter": "num_inference_steps", "reason": "must be between 1 and 150"}

    assert (
        TEXTS["de"]
        .explain("invalid_parameter", facts)
        .startswith("Zahl der Schritte: muss zwischen 1 und 150 liegen.")
    )


@pytest.mark.parametrize("language", TEXTS)
def test_words_of_people_are_escaped_in_the_place_of_a_reason(language):
    said = TEXTS[language].explain("drawing_paused", {"reason": "**@everyone** [a](b)"})

    assert "\\*\\*@\u200beveryone\\*\\* \\[a\\]\\(b\\)" in said


@pytest.mark.parametrize("language", TEXTS)
def test_facts_of_an_older_version_do_not_break_the_sentence(language):
    text = TEXTS[language]

    assert text.explain("credits_short", {"cost": "3 credits"}) == text.errors["failed"]


@pytest.mark.parametrize("language", OTHERS)
def test_every_reason_that_an_error_carries_is_said_in_every_language(language):
    text = TEXTS[language]
    found = set(reasons())

    assert len(found) > 30
    assert {reason for reason in found if not says_itself(text, reason)} == set(), (
        f"add these to PHRASES in bot/locales/{language}/facts.py"
    )


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_phrases_with_the_same_facts(language):
    theirs = CATALOGUES[language].phrases

    assert theirs.keys() == CATALOGUES["de"].phrases.keys()
    assert {key for key in theirs if names(key) != names(theirs[key])} == set()


def says_itself(text: Text, reason: str) -> bool:
    return text.write(reason, "phrase") != reason


def names(phrase):
    return set(re.findall(r"\{(\w+)", phrase))


def reasons():
    """Yield what errors say of themselves, with 7 for each fact."""
    for package in ("engine", "bot"):
        for file in (ROOT / package).rglob("*.py"):
            if not NOT_FOR_PEOPLE & set(file.parts):
                yield from reasons_in(ast.parse(file.read_text("utf-8")))


def reasons_in(tree):
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            said = {
                node.targets[0].id: node.value
                for node in ast.walk(function)
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
            }
            for call in ast.walk(function):
                yield from reasons_of(call, said)


def reasons_of(call, said):
    name = getattr(getattr(call, "func", None), "id", "")
    for keyword in getattr(call, "keywords", ()):
        if keyword.arg == WORDED.get(name):
            value = keyword.value
            yield from literal(said.get(value.id) if isinstance(value, ast.Name) else value)


def literal(value):
    if isinstance(value, ast.Constant) and value.value:
        yield value.value
    elif isinstance(value, ast.JoinedStr):
        yield "".join(
            "7" if isinstance(part, ast.FormattedValue) else part.value for part in value.values
        )
