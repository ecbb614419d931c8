"""Puts every sentence that people read into words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import discord.utils

from bot.locales.catalogue import CATALOGUES
from bot.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.locales.catalogue import Catalogue

MAX_PROMPT_SHOWN: Final = 750  # characters; doubled by escaping they still leave room in 2000
BAR_CELLS: Final = 10
_FORMATTING: Final = re.compile(r"([\\*_~|`\[\]()<>])")  # links and timestamps included
_WITHOUT_REORDERING: Final = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class Text:
    """The sentences of one language.

    Args:
        catalogue: What the language says.
        fallback: The language whose sentences stand in for those that are missing.
    """

    def __init__(self, catalogue: Catalogue, *, fallback: Text | None = None) -> None:
        self._sentences = {**(fallback.sentences if fallback else {}), **catalogue.sentences}
        self._errors = {**(fallback.errors if fallback else {}), **catalogue.errors}
        how = (self._sentences, catalogue.numerals, catalogue.phrases)
        self._wording = Wording(*how)
        self._careful = Wording(*how, escape=_safe)

    @property
    def sentences(self) -> Mapping[str, str]:
        """By key."""
        return self._sentences

    @property
    def errors(self) -> Mapping[str, str]:
        """By error code."""
        return self._errors

    def say(self, key: str, **facts: str | float) -> str:
        """Return the sentence called ``key``, filled with ``facts`` as ``Wording`` has it."""
        return self._wording.vformat(self._sentences[key], (), facts)

    def explain(self, code: str, facts: Mapping[str, str | int | float] | None = None) -> str:
        """Say what an error code means and what to do; unknown codes get a general sentence.

        Facts may hold people's own words, so they are escaped.
        """
        filled = dict(facts or {})
        if "parameter" in filled:
            filled["parameter"] = self._option(str(filled["parameter"]))
        try:
            return self._careful.vformat(self._errors[code], (), filled)
        except (KeyError, TypeError, ValueError, ArithmeticError):  # an older version's facts
            return self._errors["failed"]

    def write(self, fact: str | float, kind: str) -> str:
        """Write one fact alone, as ``Wording`` has it for facts of that kind."""
        return self._wording.format_field(fact, kind)

    def knows(self, code: str) -> bool:
        """Return whether ``code`` has a sentence of its own."""
        return code in self._errors

    def _option(self, parameter: str) -> str:
        return self._sentences.get(f"option.{parameter}", parameter)


def quote_prompt(prompt: str) -> str:
    """Return a prompt that can stand in a message: one line, no formatting, no pings."""
    return _plain(clip(" ".join(prompt.split()), MAX_PROMPT_SHOWN))


def clip(words: str, max_length: int) -> str:
    """Return ``words``, ended by an ellipsis where they are longer than ``max_length``."""
    return words if len(words) <= max_length else words[: max_length - 1] + "…"


def bar(fraction: float) -> str:
    """Draw a progress bar of ten cells."""
    done = min(BAR_CELLS, max(0, int(fraction * BAR_CELLS)))
    return "▰" * done + "▱" * (BAR_CELLS - done)


def ranges(numbers: Iterable[int]) -> str:
    """Write whole numbers shortly: runs such as 7, 8, 9 become 7-9."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in runs)


def _safe(words: str) -> str:
    return _plain(clip(words, 200))


def _plain(words: str) -> str:
    """Return people's own words so that Discord shows them and does nothing else with them."""
    escaped = _FORMATTING.sub(r"\\\1", words.translate(_WITHOUT_REORDERING))
    return discord.utils.escape_mentions(escaped)


ENGLISH: Final = Text(CATALOGUES["en"])
"""Where no person is known: the log, the command line, the tests."""
