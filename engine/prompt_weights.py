r"""Prompt syntax: text with weights, as users of AUTOMATIC1111's web UI write it, to fragments.

``(word)`` weighs 1.1, ``[word]`` 1/1.1, ``(word:1.3)`` 1.3; brackets nest by multiplying, and
``\(``, ``\)``, ``\[``, ``\]``, ``\\`` are the plain characters. A bracket that nobody closes
reaches to the end, one that nobody opened is a plain character; nothing is a syntax error.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.errors import PromptTooComplexError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_NESTING: Final = 32  # brackets open at a time
MAX_FRAGMENTS: Final = 100  # each lowered weight costs a run of the text encoder
MIN_WEIGHT: Final = 0.0
MAX_WEIGHT: Final = 3.0  # people use up to 2; beyond that pictures fall apart
_FACTORS: Final = {"(": 1.1, "[": 1 / 1.1}
_OPENERS: Final = {")": "(", "]": "["}
_DIGITS: Final = 6  # decimals kept, so that ([word]) weighs exactly 1

_TOKEN: Final = re.compile(
    r"""
    \\(?P<plain>[()\[\]\\])
    | (?P<weight>:\s*[+-]?(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})\s*\))
    | (?P<bracket>[()\[\]])
    | (?P<text>[^\\()\[\]:]+|[\\:])
    """,
    re.VERBOSE,
)


class Fragment(NamedTuple):
    """A part of a prompt under one weight.

    Attributes:
        text: Without brackets and escapes.
        weight: 0 to 3; 1 is neutral.
    """

    text: str
    weight: float = 1.0


Fragments = tuple[Fragment, ...]
"""A whole prompt; neighbours differ in weight; empty for an empty prompt."""


def parse_prompt(text: str) -> Fragments:
    """Split a prompt into weighted fragments, in time that grows with its length alone.

    Raises:
        PromptTooComplexError: Brackets nest too deep, or there are too many fragments.
    """
    tokens = list(_TOKEN.finditer(text))
    merged = tuple(
        Fragment("".join(fragment.text for fragment in run), weight)
        for weight, run in groupby(_weigh(tokens), key=lambda fragment: fragment.weight)
    )
    if len(merged) > MAX_FRAGMENTS:
        reason = f"has {len(merged)} weighted parts, the limit is {MAX_FRAGMENTS}"
        raise PromptTooComplexError(reason=reason)
    return merged


def is_plain(fragments: Fragments) -> bool:
    """Whether no part weighs more or less than another part or nothing."""
    return all(fragment.weight == 1 for fragment in fragments)


def plain_text(fragments: Fragments) -> str:
    """Return the prompt without weights, brackets and escapes."""
    return "".join(fragment.text for fragment in fragments)


def _weigh(tokens: list[re.Match[str]]) -> Iterator[Fragment]:
    """Walk the tokens with the product of the open brackets, kept for each kind of bracket."""
    factors, closers = _match(tokens)
    products = {kind: [1.0] for kind in _FACTORS}
    for place, token in enumerate(tokens):
        if place in factors:
            stack = products[token.group()]
            stack.append(stack[-1] * factors[place])
        elif place in closers:
            products[closers[place]].pop()
        else:
            weight = products["("][-1] * products["["][-1]
            yield Fragment(token["plain"] or token.group(), _clamp(round(weight, _DIGITS)))


def _match(tokens: list[re.Match[str]]) -> tuple[dict[int, float], dict[int, str]]:
    """Pair the brackets, each kind on its own, as the web UI does.

    Returns:
        The factor of every opening bracket and the kind that every closing one ends, by place.
    """
    factors: dict[int, float] = {}
    closers: dict[int, str] = {}
    opened: dict[str, list[int]] = {kind: [] for kind in _FACTORS}
    for place, token in enumerate(tokens):
        if (kind := token["bracket"]) in opened:
            factors[place] = _FACTORS[kind]
            opened[kind].append(place)
            _check_nesting(sum(map(len, opened.values())))
        elif opened.get(kind := _OPENERS.get(_closing(token), "")):
            closers[place] = kind
            opener = opened[kind].pop()
            if token["weight"]:
                factors[opener] = _clamp(float(token["weight"][1:-1]))
    return factors, closers


def _closing(token: re.Match[str]) -> str:
    """Return the bracket that a token may close, or nothing."""
    return (token["weight"] or token["bracket"] or "")[-1:]


def _check_nesting(depth: int) -> None:
    if depth > MAX_NESTING:
        reason = f"nests brackets deeper than {MAX_NESTING}"
        raise PromptTooComplexError(reason=reason)


def _clamp(weight: float) -> float:
    return min(max(weight, MIN_WEIGHT), MAX_WEIGHT)
