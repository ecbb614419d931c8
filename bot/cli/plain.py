"""Sentences made for Discord, as a terminal shows them: its marks undone."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

import typer

if TYPE_CHECKING:
    from collections.abc import Callable

_MARK: Final = re.compile(
    r"<@&(?P<role>\d+)>|<@(?P<person>\d+)>|<#(?P<channel>\d+)>|<t:(?P<moment>\d+):\w>"
    r"|\\(?P<sign>[^a-zA-Z0-9\s])|(?P<bold>\*\*)"
)
_WORDS: Final[dict[str, Callable[[str], str]]] = {
    "role": "role {}".format,
    "person": "person {}".format,
    "channel": "channel {}".format,
    "moment": lambda at: f"{dt.datetime.fromtimestamp(int(at), dt.UTC):%Y-%m-%d %H:%M}",
    "sign": str,
    "bold": lambda _mark: "",
}


def plain(words: str) -> str:
    """Return words without Discord's marks: ids named for what they are, moments as UTC."""

    def unmark(match: re.Match[str]) -> str:
        kind = match.lastgroup or "sign"
        return _WORDS[kind](match[kind])

    return _MARK.sub(unmark, words)


def echo_plain(words: str, *, indent: str = "") -> None:
    """Print words without Discord's marks."""
    for line in plain(words).splitlines():
        typer.echo(indent + line)
