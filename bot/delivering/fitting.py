"""Makes a message's pictures fit what Discord takes by the path that is used."""

from __future__ import annotations

import asyncio
import dataclasses
import io
from typing import TYPE_CHECKING, Final, TypeVar

import discord

from bot.delivering.ladder import step_down
from bot.delivering.message import MAX_CONTENT
from bot.text import clip

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.delivering.ladder import Encoded
    from bot.delivering.message import Draft, Picture
    from bot.text import Text

SentT = TypeVar("SentT")

DEFAULT_MAX_BYTES: Final = 10 * 1024 * 1024  # what Discord takes from a bot anywhere
TOO_LARGE: Final = 413


async def send_fitted(
    draft: Draft, max_bytes: int, text: Text, send: Callable[[Draft], Awaitable[SentT]]
) -> SentT:
    """Send a draft whose pictures fit; where Discord takes less than it said, half as much.

    Args:
        draft: With the original pictures.
        max_bytes: What Discord says it takes, all files of the message together.
        text: What is said of pictures that had to be made smaller.
        send: Sends what it is given.

    Raises:
        discord.HTTPException: As ``send``.
    """
    while True:
        fitted = await fit(draft, max_bytes, text)
        try:
            return await send(fitted)
        except discord.HTTPException as error:
            sent = num_bytes(fitted)
            if error.status != TOO_LARGE or not sent:
                raise
            max_bytes = sent // 2


async def fit(draft: Draft, max_bytes: int, text: Text) -> Draft:
    """Return a draft whose files together are ``max_bytes`` at most, saying what was done."""
    if num_bytes(draft) <= max_bytes:
        return draft
    originals = [picture.data for picture in draft.pictures]
    encoded = await asyncio.to_thread(step_down, originals, max_bytes)
    pictures = tuple(
        _renamed(picture, one) for picture, one in zip(draft.pictures, encoded, strict=True) if one
    )
    lines = [*_smaller(encoded, text), *_left_out(encoded, text)]
    room = MAX_CONTENT - sum(len(line) + 1 for line in lines)
    content = "\n".join([clip(draft.content, room), *lines])
    return dataclasses.replace(draft, content=content, pictures=pictures)


def files_of(draft: Draft) -> list[discord.File]:
    """Return the pictures of a draft as discord.py sends them, each with its alt text."""
    return [
        discord.File(io.BytesIO(picture.data), picture.name, description=picture.alt)
        for picture in draft.pictures
    ]


def num_bytes(draft: Draft) -> int:
    """Return how large the files of a draft are together."""
    return sum(len(picture.data) for picture in draft.pictures)


def _renamed(picture: Picture, encoded: Encoded) -> Picture:
    name = f"{picture.name.rpartition('.')[0]}.{encoded.suffix}"
    return dataclasses.replace(picture, name=name, data=encoded.data)


def _smaller(encoded: list[Encoded | None], text: Text) -> list[str]:
    count = sum(1 for one in encoded if one and one.suffix != "png")
    return [_counted("compressed", count, text)] if count else []


def _left_out(encoded: list[Encoded | None], text: Text) -> list[str]:
    count = sum(1 for one in encoded if one is None)
    return [_counted("too_large", count, text)] if count else []


def _counted(key: str, count: int, text: Text) -> str:
    return text.say(f"{key}.one" if count == 1 else f"{key}.many", count=count)
