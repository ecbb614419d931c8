r"""Prompts that stand for several: ``{red, blue} apple``, with ``\{`` for a brace that is meant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from bot.ordering.refusals import TooManyPermutationsError

if TYPE_CHECKING:
    from engine.params import GenerationParams

MAX_PROMPTS: Final = 64  # while they are spelt out; what is drawn is bounded by the guild
_GROUP: Final = re.compile(r"(?<!\\)\{((?:\\.|[^{}\\])*)(?<!\\)\}", re.DOTALL)
_COMMA: Final = re.compile(r"(?<!\\),")
_ESCAPED: Final = re.compile(r"\\([{},])")


def expand(template: str) -> list[str]:
    """Return every prompt that a template stands for, each once, in the order of writing.

    Braces without a comma inside are no choice and stay as they are. Inner braces are spelt out
    before outer ones.

    Raises:
        bot.ordering.refusals.TooManyPermutationsError: There are more than ``MAX_PROMPTS``.
    """
    prompts = [template]
    while any(_first_choice(prompt) for prompt in prompts):
        prompts = list(dict.fromkeys(one for prompt in prompts for one in _spelt_out(prompt)))
        if len(prompts) > MAX_PROMPTS:
            raise TooManyPermutationsError(max_prompts=MAX_PROMPTS)
    return list(dict.fromkeys(_ESCAPED.sub(r"\1", prompt) for prompt in prompts))


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


def _first_choice(prompt: str) -> re.Match[str] | None:
    return next((one for one in _GROUP.finditer(prompt) if _COMMA.search(one[1])), None)


def _spelt_out(prompt: str) -> list[str]:
    choice = _first_choice(prompt)
    if choice is None:
        return [prompt]
    before, after = prompt[: choice.start()], prompt[choice.end() :]
    return [f"{before}{one.strip()}{after}" for one in _COMMA.split(choice[1])]
