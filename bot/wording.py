"""Writes facts into sentences, each fact as the language of the sentence has it."""

from __future__ import annotations

import re
import string
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from typing_extensions import override

from engine.cost import THOUSANDTHS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.locales.numerals import Numerals

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 86_400
_GAP: Final = re.compile(r"\\\{(\w+)\\\}")  # {name} in a phrase, as re.escape leaves it


class Wording(string.Formatter):
    """Fills sentences in; behind a fact's name a sentence may say how the fact is written.

    ============================== ==========================================================
    ``{count:# picture|# pictures}`` one form or the other; ``#`` is the number
    ``{value:number}``             a number with the language's signs
    ``{amount:credits}``           thousandths of a credit: ``0.4 credits``
    ``{seconds:duration}``         a length of time, as coarse as it deserves: ``3 min``
    ``{at:moment}``                seconds since 1970, which Discord shows in everybody's zone
    ``{at:relative}``              the same, as Discord counts it: ``in 3 hours``
    ``{reason:phrase}``            one of the short phrases that errors carry in English
    ``{names:phrases}``            several of them, with commas between
    ============================== ==========================================================

    Args:
        sentences: With the words for amounts and times.
        numerals: The signs of numbers.
        phrases: By the English ones; those that are missing stay English.
        escape: What is done to words that are not the catalogue's.
    """

    def __init__(
        self,
        sentences: Mapping[str, str],
        numerals: Numerals,
        phrases: Mapping[str, str],
        *,
        escape: Callable[[str], str] = str,
    ) -> None:
        self._sentences = sentences
        self._numerals = numerals
        self._phrases = phrases
        self._patterns = [(_pattern(key), said) for key, said in phrases.items() if "{" in key]
        self._escape = escape
        self._kinds: dict[str, Callable[[Any], str]] = {
            "number": self._number,
            "credits": self._credits,
            "duration": self._duration,
            "moment": lambda at: f"<t:{int(at)}:f>",
            "relative": lambda at: f"<t:{int(at)}:R>",
            "phrase": self._phrase,
            "phrases": self._enumerate,
        }

    @override
    def format_field(self, value: Any, format_spec: str) -> str:
        """Write one fact."""
        if "|" in format_spec:
            return self._counted(value, format_spec)
        if kind := self._kinds.get(format_spec):
            return kind(value)
        return self._escape(str(value)) if isinstance(value, str) else str(value)

    def _counted(self, number: float | Decimal, forms: str) -> str:
        one, _, many = forms.partition("|")
        is_single = number == 1 or 0 <= number < self._numerals.single_below
        return (one if is_single else many).replace("#", self._number(number))

    def _number(self, number: float | Decimal | str) -> str:
        try:
            exact = Decimal(f"{number:g}" if isinstance(number, float) else number)
        except InvalidOperation:  # words in the place of a number, such as "?"
            return self._escape(str(number))
        signs = str.maketrans(",.", self._numerals.group + self._numerals.decimal)
        return f"{exact:,f}".translate(signs)

    def _credits(self, amount: int) -> str:
        number = (Decimal(amount) / THOUSANDTHS).normalize()
        return self._say("credits", number=number)

    def _duration(self, seconds: float) -> str:
        if seconds < MINUTE:
            return self._say("time.seconds", count=max(1, round(seconds)))
        if seconds < HOUR:
            return self._say("time.minutes", count=round(seconds / MINUTE))
        if seconds < 2 * DAY:
            return self._say("time.hours", count=round(seconds / HOUR))
        return self._say("time.days", count=round(seconds / DAY))

    def _phrase(self, english: str) -> str:
        if english in self._phrases:
            return self._phrases[english]
        for pattern, said in self._patterns:
            if found := pattern.fullmatch(english):
                return self.vformat(said, (), found.groupdict())
        return self._escape(english)

    def _enumerate(self, english: str) -> str:
        return self._sentences["list"].join(map(self._phrase, english.split(", ")))

    def _say(self, key: str, **facts: float | Decimal) -> str:
        return self.vformat(self._sentences[key], (), facts)


def _pattern(template: str) -> re.Pattern[str]:
    """Return what finds the facts of an English phrase such as ``is over {limit}``."""
    return re.compile(_GAP.sub(r"(?P<\1>.+)", re.escape(template)), re.DOTALL)
