r"""Prompts that stand for several: ``{red, blue} apple``, with ``\{`` for a brace that is meant."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import msgspec

from bot.ordering.refusals import TooManyBracesError, TooManyPermutationsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from engine.params import GenerationParams

    Part = str | list[str]
    """Text, one of the signs ``{`` ``,`` ``}``, or a choice's forms, of which there are several."""

MAX_PROMPTS: Final = 64  # while they are spelt out; what is drawn is bounded by the guild
MAX_CHOICES: Final = 64
_SIGN: Final = re.compile(r"(?<!\\)([{},])")
_ESCAPED: Final = re.compile(r"\\([{},])")


def expand(template: str) -> list[str]:
    """Return every prompt that a template stands for, each once, in the order of writing.

    Braces without a comma inside are no choice and stay as they are, and so do those around them.
    Of two choices the one that ends first changes last.

    Raises:
        bot.ordering.refusals.TooManyPermutationsError: There are more than ``MAX_PROMPTS``.
        bot.ordering.refusals.TooManyBracesError: There are more than ``MAX_CHOICES`` choices.
    """
    return list(_prompts(template))


def check_forms(params: GenerationParams) -> None:
    """Refuse parameters of whose prompt any form could be drawn by no model.

    The template itself is never drawn: it may be fine where a form is not.

    Raises:
        bot.errors.RefusedError: The prompt stands for too many.
        engine.errors.RequestRejectedError: Something is out of its range.
    """
    for prompt in expand(params.prompt):
        msgspec.structs.replace(params, prompt=prompt).check()


def escape(prompt: str) -> str:
    """Return a template that stands for ``prompt`` alone."""
    return re.sub(r"([{}])", r"\\\1", prompt)


@lru_cache(maxsize=32)
def _prompts(template: str) -> tuple[str, ...]:
    """Read a template once, and remember it: each of its pictures asks for its own form."""
    forms = _spelt_out(_parts(template))
    return tuple(dict.fromkeys(_ESCAPED.sub(r"\1", form) for form in forms))


def _parts(template: str) -> list[Part]:
    """Return a template as text and choices, in one pass however deep its braces are nested."""
    parts: list[Part] = []
    opened: list[int] = []
    num_choices = plain = 0  # [0, plain) stays as it is
    for sign in _SIGN.split(template):
        parts.append(sign)
        if sign == "{":
            opened.append(len(parts))
        elif sign == "}" and opened:
            begin = opened.pop()
            if begin < plain or "," not in parts[begin:]:
                plain = len(parts)
                continue
            num_choices += 1
            if num_choices > MAX_CHOICES:
                raise TooManyBracesError(max_choices=MAX_CHOICES)
            forms = _chosen(parts[begin:-1])
            parts[begin - 1 :] = [forms if len(forms) > 1 else forms[0]]
    return parts


def _chosen(parts: Sequence[Part]) -> list[str]:
    """Return the forms of a choice: of each alternative the first, then what choices inside add."""
    alternatives = [_spelt_out(one) for one in _split(parts)]
    first = [forms[0].strip() for forms in alternatives]
    more = (form.strip() for forms in reversed(alternatives) for form in forms[1:])
    return _unique([*first, *more])


def _split(parts: Sequence[Part]) -> Iterator[Sequence[Part]]:
    begin = 0
    for index, part in enumerate(parts):
        if part == ",":
            yield parts[begin:index]
            begin = index + 1
    yield parts[begin:]


def _spelt_out(parts: Iterable[Part]) -> list[str]:
    """Return all ways to write parts in a row, the last choice changing first."""
    forms, text = [""], ""
    for part in parts:
        if isinstance(part, str):
            text += part
        else:
            rest = [text + form for form in part]
            forms = _unique(form + more for form in forms for more in rest)
            text = ""
    return [form + text for form in forms]


def _unique(forms: Iterable[str]) -> list[str]:
    found: dict[str, None] = {}
    for form in forms:
        found[form] = None
        if len(found) > MAX_PROMPTS:
            raise TooManyPermutationsError(max_prompts=MAX_PROMPTS)
    return list(found)
