"""A command typed as plain text, the way people do who know it by heart."""

import re
from typing import NamedTuple

from bot.playground.invocation import Leaf, find_leaf
from bot.playground.words import CommandType, Json
from bot.playground.words import OptionType as Kind

_MAX_DEPTH = 2


class Typed(NamedTuple):
    """A command and the values that were typed after it."""

    command: Json
    leaf: Leaf
    values: Json


def read_typed(text: str, commands: list[Json]) -> Typed | None:
    """Return the command that ``/name …`` means, or None when there is none of that name.

    ``name:value`` pairs fill the options of those names. What stands before the first pair is
    the first text option that is required, or else the first text option, or the first option.
    """
    words = text.removeprefix("/").split()
    for command in commands:
        if command["type"] != CommandType.CHAT or words[:1] != [command["name"]]:
            continue
        for depth in range(min(_MAX_DEPTH, len(words) - 1), -1, -1):
            leaf = find_leaf(command, words[1 : 1 + depth])
            if leaf is not None:
                rest = text.removeprefix("/").split(maxsplit=1 + depth)[1 + depth :]
                return Typed(command, leaf, _values(rest[0] if rest else "", leaf.options))
    return None


def _values(text: str, options: list[Json]) -> Json:
    names = "|".join(re.escape(option["name"]) for option in options)
    if not names:
        return {}
    pieces = re.split(rf"(?:^|\s)({names}):\s*", text)
    values: Json = dict(zip(pieces[1::2], map(str.strip, pieces[2::2]), strict=True))
    free = pieces[0].strip()
    if free:
        values.setdefault(_unnamed(options), free)
    return values


def _unnamed(options: list[Json]) -> str:
    texts = [option for option in options if option["type"] == Kind.STRING]
    required = [option for option in texts if option.get("required")]
    name: str = (required or texts or options)[0]["name"]
    return name
