"""Prompt syntax taken away: weights leave their words, braces become what they may expand to."""

from __future__ import annotations

import itertools
import math
import re
from typing import Final

from bot.policy.letters import EDGE

MAX_EXPANSIONS: Final = 16
"""Readings of one prompt; a person who writes more gets the braces read as separators."""

_WEIGHT: Final = re.compile(r"\s*:\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)\s*(?=[)\]}>])|::-?\d*\.?\d*")
_BRACES: Final = re.compile(r"\{([^{}]*)\}")
_ESCAPED: Final = re.compile(r"\\([()\[\]{}])")
_BRACKETS: Final = str.maketrans(dict.fromkeys("()[]{}<>", EDGE))


def readings(prompt: str) -> list[str]:
    """Return a prompt's readings without syntax; a plain prompt has one.

    ``(word:1.3)``, ``[word]`` and ``w(or)d`` all read as ``word``, with an ``EDGE`` where a
    bracket was; ``{a, b}c`` and ``{a|b}c`` read
    as ``ac`` and as ``bc``, and also as ``a, b c``.
    """
    if not _has_syntax(prompt):
        return [prompt]
    bare = _WEIGHT.sub("", _ESCAPED.sub(r"\1", prompt))
    expanded = _expand(bare) if "{" in bare else [bare]
    return [one.translate(_BRACKETS) for one in dict.fromkeys(expanded)]


def _has_syntax(prompt: str) -> bool:
    return any(char in prompt for char in "()[]{}<>") or "::" in prompt


def _expand(prompt: str) -> list[str]:
    """Replace every innermost brace by its choices, and by all of them in a row.

    Where there are too many combinations, the k-th reading takes everybody's k-th choice.
    """
    parts = _BRACES.split(prompt)
    choices = [[part] if index % 2 == 0 else _choices(part) for index, part in enumerate(parts)]
    if math.prod(map(len, choices)) <= MAX_EXPANSIONS:
        picked = list(itertools.product(*choices))
    else:
        most = min(MAX_EXPANSIONS, max(map(len, choices)))
        picked = [tuple(one[k % len(one)] for one in choices) for k in range(most)]
    return [*map("".join, picked), re.sub(r"[{}|]", " ", prompt)]


def _choices(inside: str) -> list[str]:
    return [choice.strip() for choice in re.split(r"[,|]", inside)]
