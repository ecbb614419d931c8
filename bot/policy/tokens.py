"""A prompt in its normalised form: words of plain letters, however they were written."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.policy.letters import DIGITS, EDGE, I_OR_L, SYMBOLS, UPSIDE_DOWN, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_RUN: Final = 4
"""Equal letters in a row; more say nothing new."""

_LETTER: Final = rf"[^\W_]|{I_OR_L}"
_WORD: Final = re.compile(rf"(?:{_LETTER})+")
_SYMBOL: Final = "".join(map(re.escape, SYMBOLS))
_WRITTEN: Final = re.compile(rf"(?:[^\W_]|[{_SYMBOL}])+")
_LONG_RUN: Final = re.compile(rf"(.)\1{{{MAX_RUN},}}")
_DOUBLE: Final = re.compile(r"(.)\1+")
_LEET: Final = str.maketrans({**DIGITS, **SYMBOLS})
_LEET_ONE: Final = str.maketrans({**DIGITS, "1": "i"})
_WITH_LETTERS: Final = re.compile(r"\w*[^\W\d]\w*")
_CAPITAL_I: Final = re.compile(r"I(?=[a-z])|(?<=[a-z])I")
_TURN: Final = str.maketrans(UPSIDE_DOWN)
_TURNED: Final = frozenset(char for char in UPSIDE_DOWN if not char.isascii())
_ALONE: Final = re.compile(rf"[{_SYMBOL}]+")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a prompt.

    Attributes:
        letters: Lower-case; ``I_OR_L`` where a stroke may be either; no run over ``MAX_RUN``.
        is_disguised: Whether digits, symbols or look-alikes were read as letters.
        is_close: Whether no space stands between it and the word before it.
        is_apart: Whether a bracket does, or stands inside of it.
    """

    letters: str
    is_disguised: bool = False
    is_close: bool = False
    is_apart: bool = False


def tokens_of(text: str) -> list[list[Token]]:
    """Return the words of a text in each way that it can be read.

    Once with symbols as separators, once with symbols as letters, and once from the other side of
    the page; readings that would be the first one again are left out.
    """
    edges, text = _edges(text), text.replace(EDGE, "")
    line, mask = _fold(text)
    found = [_tokens(line, mask, _WORD, edges)]
    if _ALONE.search(line):
        found.append(_tokens(line, mask, _WRITTEN, edges))
    if not text.isascii() and not _TURNED.isdisjoint(text):
        turned = text.lower().translate(_TURN)[::-1]
        found.append(_tokens(*_fold(turned), _WORD))
    return found


def folded(text: str) -> str:
    """Return a text in plain lower-case letters with single spaces, for regular expressions."""
    return " ".join(_fold(text.replace(EDGE, ""))[0].replace(I_OR_L, "i").split())


def unleeted(text: str) -> str:
    """Return a folded text with the digits inside of words read as letters."""
    return _WITH_LETTERS.sub(lambda match: match[0].translate(_LEET_ONE), text)


def _fold(text: str) -> tuple[str, str]:
    """Return a text in plain letters, and a mask of the same length: 1 where it was not ASCII."""
    text = _CAPITAL_I.sub(I_OR_L, text)
    if text.isascii():
        return "".join(map(plain, text)), ""
    parts = [(plain(char), "0" if char.isascii() or char == I_OR_L else "1") for char in text]
    return "".join(part for part, _ in parts), "".join(bit * len(part) for part, bit in parts)


def _edges(text: str) -> list[int]:
    """Return the places in the folded text where a bracket was, in order."""
    lengths = [sum(len(plain(char)) for char in part) for part in text.split(EDGE)]
    return list(itertools.accumulate(lengths))[:-1]


def _tokens(
    line: str, mask: str, pattern: re.Pattern[str], edges: Sequence[int] = ()
) -> list[Token]:
    found: list[Token] = []
    end = 0
    for match in pattern.finditer(line):
        letters = match[0].translate(_LEET)
        found.append(
            Token(
                _undrawn(letters),
                is_disguised=letters != match[0] or "1" in mask[match.start() : match.end()],
                is_close=not any(char.isspace() for char in line[end : match.start()]),
                is_apart=bisect_left(edges, end) < bisect_left(edges, match.end()),
            )
        )
        end = match.end()
    return found


def _undrawn(letters: str) -> str:
    """Shorten long runs; two v that nothing else is doubled beside are a w."""
    short = _LONG_RUN.sub(lambda run: run[1] * MAX_RUN, letters)
    if "vv" not in short or _DOUBLE.findall(short) != ["v"] or "vvv" in short:
        return short
    return short.replace("vv", "w")
