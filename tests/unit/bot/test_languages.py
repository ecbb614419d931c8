"""Every language says everything, with the same facts, within Discord's limits."""

from __future__ import annotations

import string
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from bot.languages import TEXTS, text_for
from bot.locales import catalogue
from bot.locales.catalogue import CATALOGUES
from bot.text import ENGLISH

EN = CATALOGUES["en"]
OTHERS = {language: CATALOGUES[language] for language in CATALOGUES if language != "en"}
LIMITS = {
    "button.": 80,
    "choose.": 100,
    "enlarge.": 100,
    "remix.": 45,
    "start.": 45,
    "size.": 100,
    "queue.ch": 100,
}


def fields(sentence):
    """Return each fact with the kind in which it is written, where that is not its language's."""
    parsed = string.Formatter().parse(sentence)
    return {(name, "" if is_own(kind) else kind) for _, name, kind, _ in parsed if name}


def is_own(kind):
    return "|" in kind or kind == "number"


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("kind", ["sentences", "errors"])
def test_no_sentence_is_said_by_two_subjects(language, kind):
    folder = Path(catalogue.__file__).parent / language
    said = [
        key
        for file in folder.glob("*.py")
        if file.stem != "__init__"
        for key in getattr(import_module(f"bot.locales.{language}.{file.stem}"), kind.upper(), {})
    ]

    assert len(said) > 50
    assert [key for key, count in Counter(said).items() if count > 1] == []


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", ["sentences", "errors"])
def test_no_language_misses_a_sentence(language, kind):
    english, theirs = getattr(EN, kind), getattr(OTHERS[language], kind)

    assert sorted(set(english) - set(theirs)) == [], f"say these in bot/locales/{language}/"


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", ["sentences", "errors"])
def test_no_language_invents_a_sentence(language, kind):
    english, theirs = getattr(EN, kind), getattr(OTHERS[language], kind)

    assert sorted(set(theirs) - set(english)) == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_not_said_in_a_language_is_said_in_english(language):
    assert set(TEXTS[language].sentences) == set(EN.sentences)
    assert set(TEXTS[language].errors) == set(EN.errors)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("kind", ["sentences", "errors"])
def test_every_language_is_given_the_same_facts(language, kind):
    english, theirs = getattr(EN, kind), getattr(OTHERS[language], kind)

    both = set(english) & set(theirs)
    assert {key for key in both if fields(english[key]) != fields(theirs[key])} == set()


@pytest.mark.parametrize("language", TEXTS)
def test_no_label_passes_discord_s_limit(language):
    long = {
        key: len(sentence)
        for key, sentence in TEXTS[language].sentences.items()
        for start, limit in LIMITS.items()
        if key.startswith(start) and len(sentence.format_map(Numbers())) > limit
    }

    assert long == {}


class Numbers(dict):
    """Any fact, as a number of four digits."""

    def __missing__(self, key):
        return "1024"


@pytest.mark.parametrize(
    ("locale", "language"),
    [("de", "de"), ("es-ES", "es"), ("es-419", "es"), ("fr", "fr"), ("ja", "ja")],
)
def test_discord_s_locales_are_understood(locale, language):
    assert text_for(locale) is TEXTS[language]


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "pt-BR", "", "tlh"])
def test_who_speaks_another_language_is_answered_in_english(locale):
    assert text_for(locale) is ENGLISH
