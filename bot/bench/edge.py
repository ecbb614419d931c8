"""Discord's REST edge, which answers every edit and keeps what people would see."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

if TYPE_CHECKING:
    from collections.abc import Sequence

USER = {"id": "1", "username": "atelier", "discriminator": "0", "avatar": None}


@dataclass(frozen=True, slots=True)
class SeenFile:
    """One file that a channel showed at some moment.

    Attributes:
        channel_id: Where.
        name: Discord covers a file whose name begins with ``SPOILER_``.
        data: Its bytes.
    """

    channel_id: int
    name: str
    data: bytes


class RecordingEdge:
    """Stands where discord.py would call Discord, and remembers every file that it is sent.

    Attributes:
        files: All of them, in order.
        failures: Errors that the next calls end with.
    """

    def __init__(self) -> None:
        self.files: list[SeenFile] = []
        self.failures: list[discord.HTTPException] = []
        self.client = discord.Client(intents=discord.Intents.none())
        edge: Any = self.client.http
        edge.request = self.request

    async def request(
        self,
        route: discord.http.Route,
        *,
        files: Sequence[discord.File] | None = None,
        form: Sequence[dict[str, Any]] | None = None,
        **fields: Any,
    ) -> dict[str, Any]:
        """Take one call; the file's bytes count as seen from here on."""
        if self.failures:
            raise self.failures.pop(0)
        channel_id = int(route.channel_id or 0)
        self.files += [SeenFile(channel_id, one.filename, one.fp.read()) for one in files or ()]
        body = fields.get("json") or json.loads(form[0]["value"] if form else "{}")
        return _message(channel_id, str(body.get("content", "")))


def _message(channel_id: int, content: str) -> dict[str, Any]:
    return {
        "id": "2",
        "channel_id": str(channel_id),
        "author": USER,
        "content": content,
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "pinned": False,
        "type": 0,
    }
