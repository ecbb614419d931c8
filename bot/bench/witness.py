"""A witness in the playground: keeps every file that any message ever showed, and to whom."""

from __future__ import annotations

import io
import json
import sqlite3
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PIL import Image

from bot.playground.seed import (
    BOT_ROLE_ID,
    GENERAL_ID,
    GUILD_ID,
    MODERATOR_ROLE_ID,
)

if TYPE_CHECKING:
    from pathlib import Path

DESK_ID: Final = "1000000000000000019"
"""The channel that only moderators see."""

_VIEW: Final = 1 << 10
# The playground's own process fills these, so that nothing is shown too shortly to be seen.
_WATCH: Final = """
CREATE TABLE seen_files (number INTEGER PRIMARY KEY, filename TEXT, bytes BLOB);
CREATE TABLE seen_messages (channel_id TEXT, body TEXT);
CREATE TRIGGER watch_files AFTER INSERT ON files BEGIN
    INSERT INTO seen_files VALUES (NEW.number, NEW.filename, NEW.bytes);
END;
CREATE TRIGGER watch_new_messages AFTER INSERT ON messages BEGIN
    INSERT INTO seen_messages VALUES (NEW.channel_id, NEW.body);
END;
CREATE TRIGGER watch_changed_messages AFTER UPDATE ON messages BEGIN
    INSERT INTO seen_messages VALUES (NEW.channel_id, NEW.body);
END;
"""


class Sight(NamedTuple):
    """A file that a channel showed at some moment.

    Attributes:
        channel_id: Where.
        name: Of the file; Discord covers it where it begins with ``SPOILER_``.
        colour: Of its first pixel: red, green and blue.
    """

    channel_id: str
    name: str
    colour: tuple[int, int, int]


class Witness:
    """Watches the world file of a playground that has just started.

    Args:
        world: The file.
    """

    def __init__(self, world: Path) -> None:
        self._db = sqlite3.connect(world, isolation_level=None, timeout=30)
        self._db.executescript(_WATCH)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def open_desk(self) -> None:
        """Add a channel that only moderators see; before the bot comes."""
        query = "SELECT body FROM channels WHERE id = ?"
        (body,) = self._db.execute(query, (GENERAL_ID,)).fetchone()
        overwrites = [_overwrite(GUILD_ID, deny=_VIEW)]
        overwrites += [_overwrite(role, allow=_VIEW) for role in (BOT_ROLE_ID, MODERATOR_ROLE_ID)]
        changes = {"id": DESK_ID, "name": "desk", "permission_overwrites": overwrites}
        desk = {**json.loads(body), **changes}
        self._db.execute("INSERT INTO channels VALUES (?, ?)", (DESK_ID, json.dumps(desk)))

    def sights(self) -> list[Sight]:
        """Return every file of every channel, each once a channel."""
        files = {
            str(number): (name, data)
            for number, name, data in self._db.execute("SELECT * FROM seen_files")
        }
        shown: dict[tuple[str, str], Sight] = {}
        for channel_id, body in self._db.execute("SELECT * FROM seen_messages"):
            for number in _attachments(json.loads(body)):
                if number in files and (channel_id, number) not in shown:
                    name, data = files[number]
                    shown[channel_id, number] = Sight(channel_id, name, _colour(data))
        return list(shown.values())


def _attachments(message: dict[str, Any]) -> list[str]:
    return [str(one["id"]) for one in message.get("attachments", ())]


def _colour(data: bytes) -> tuple[int, int, int]:
    with Image.open(io.BytesIO(data)) as picture:
        red, green, blue = picture.convert("RGB").resize((1, 1)).tobytes()
    return red, green, blue


def _overwrite(role_id: str, *, allow: int = 0, deny: int = 0) -> dict[str, Any]:
    return {"id": role_id, "type": 0, "allow": str(allow), "deny": str(deny)}
