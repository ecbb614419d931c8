"""Reads the flags that people write into a prompt: ``a red apple --ar 3:2 --no worms``."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.ordering.refusals import FlagEmptyError, FlagTwiceError, FlagUnknownError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_VALUE_SHOWN: Final = 40  # characters


@dataclass(frozen=True)
class Flag:
    """One flag.

    Attributes:
        option: The option of /imagine that it stands for; ``aspect`` for a shape.
        example: A value, to explain the flag by.
        is_long: Whether its value goes on to the next flag instead of ending with the word.
        says: What it says by itself; None where a value follows it.
    """

    option: str
    example: str = ""
    is_long: bool = False
    says: bool | None = None


FLAGS: Final[Mapping[str, Flag]] = {
    "ar": Flag("aspect", "3:2"),
    "seed": Flag("seed", "7"),
    "no": Flag("negative_prompt", "text, worms", is_long=True),
    "steps": Flag("steps", "30"),
    "cfg": Flag("guidance", "7.5"),
    "n": Flag("number", "4"),
    "size": Flag("size", "512x768"),
    "sampler": Flag("sampler", "Euler a", is_long=True),
    "style": Flag("style", "pencil", is_long=True),
    "model": Flag("model", "sd15"),
    "draft": Flag("draft", says=True),
    "full": Flag("draft", says=False),
}
"""All flags by their first name."""

SHAPES: Final = frozenset({"ar", "size"})
"""Flags that can change nothing where a picture's canvas follows from another picture."""

ONE_ENLARGED: Final = SHAPES | {"n", "no", "cfg"}
"""Likewise where one picture is enlarged, which is done without guidance."""

ALIASES: Final[Mapping[str, str]] = {
    "aspect": "ar",
    "negative": "no",
    "step": "steps",
    "scale": "cfg",
    "guidance": "cfg",
    "number": "n",
    "repeat": "n",
}

# Phones write two hyphens as one dash; such a dash is a flag's only before a name we know.
_FLAG: Final = re.compile(r"(?:^|(?<=\s))(?P<dash>--|[\u2013\u2014])(?P<name>[A-Za-z][\w-]*)[=:]?")


@dataclass(frozen=True)
class Typed:
    """A prompt taken apart.

    Attributes:
        prompt: What is left without the flags.
        values: Each flag's value as it was typed, by the flag's first name; empty for those that
            say it by themselves.
    """

    prompt: str
    values: Mapping[str, str]


def split_flags(typed: str) -> Typed:
    """Take the flags out of a prompt; their values are not judged yet.

    Raises:
        bot.ordering.refusals.FlagUnknownError: Two hyphens stand before no flag's name.
        bot.ordering.refusals.FlagEmptyError: A flag has no value.
        bot.ordering.refusals.FlagTwiceError: A flag stands twice with different values.
    """
    found = [match for match in _FLAG.finditer(typed) if _is_flag(match)]
    if not found:
        return Typed(typed, {})
    prompt, values = [typed[: found[0].start()]], dict[str, str]()
    ends = [match.start() for match in found[1:]] + [len(typed)]
    for match, end in zip(found, ends, strict=True):
        name = _known(match["name"])
        value, rest = _taken(name, typed[match.end() : end])
        if values.get(name, value) != value:
            raise FlagTwiceError(flag=name)
        values[name] = value
        prompt.append(rest)
    return Typed(" ".join(part.strip() for part in prompt if part.strip()), values)


def _is_flag(match: re.Match[str]) -> bool:
    name = match["name"].lower()
    return match["dash"] == "--" or name in FLAGS or name in ALIASES


def _known(typed: str) -> str:
    name = ALIASES.get(typed.lower(), typed.lower())
    if name in FLAGS:
        return name
    near = difflib.get_close_matches(name, [*FLAGS, *ALIASES], n=1, cutoff=0)
    known = " ".join(f"--{one}" for one in FLAGS)
    nearest = ALIASES.get(near[0], near[0])
    raise FlagUnknownError(flag=typed[:MAX_VALUE_SHOWN], nearest=nearest, known=known)


def _taken(name: str, after: str) -> tuple[str, str]:
    """Return a flag's value, and what behind it belongs to the prompt again."""
    flag = FLAGS[name]
    if flag.says is not None:
        return "", after.strip()
    if flag.is_long:
        value, rest = after.strip(), ""
    else:
        value, _, rest = after.strip().partition(" ")
    if not value:
        raise FlagEmptyError(flag=name, example=flag.example)
    return value, rest
