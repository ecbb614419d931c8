"""The messages of the world, as rows."""

import sqlite3

import msgspec

from bot.playground.words import Json, MessageFlag

_LIMIT = 100


class MessageStore:
    """Messages in Discord's own shape, by id and by channel."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def put(self, message: Json, visible_to: str | None = None) -> None:
        """Add a message or write its new form; who sees it does not change with an edit."""
        body = msgspec.json.encode(message).decode()
        self._db.execute(
            "INSERT INTO messages (number, channel_id, nonce, visible_to, body) "
            "VALUES (?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET body = excluded.body",
            (int(message["id"]), message["channel_id"], message.get("nonce"), visible_to, body),
        )

    def read(self, channel_id: str, message_id: str) -> Json | None:
        """Return a message of a channel, or None."""
        row = self._db.execute(
            "SELECT body FROM messages WHERE number = ? AND channel_id = ?",
            (int(message_id), channel_id),
        ).fetchone()
        return None if row is None else msgspec.json.decode(row[0])

    def viewer(self, message_id: str) -> str | None:
        """Return the only person who sees this message, or None where everybody does."""
        row = self._db.execute(
            "SELECT visible_to FROM messages WHERE number = ?", (int(message_id),)
        ).fetchone()
        return None if row is None else row[0]

    def delete(self, message_id: str) -> None:
        """Forget a message."""
        self._db.execute("DELETE FROM messages WHERE number = ?", (int(message_id),))

    def with_nonce(self, nonce: str, author_id: str, since: int) -> Json | None:
        """Return the author's message with this nonce whose id is at least ``since``."""
        rows = self._db.execute(
            "SELECT body FROM messages WHERE nonce = ? AND number >= ?", (nonce, since)
        )
        for (body,) in rows:
            message: Json = msgspec.json.decode(body)
            if message["author"]["id"] == author_id:
                return message
        return None

    def history(
        self,
        channel_id: str,
        *,
        viewer: str | None,
        before: int = 2**63 - 1,
        after: int = 0,
        limit: int = 50,
        newest: bool = True,
    ) -> list[Json]:
        """Return messages of a channel, newest first, as ``viewer`` sees them.

        Args:
            channel_id: Whose messages.
            viewer: A person, who also sees ephemeral messages of their own; None sees none.
            before: Only ids below this one.
            after: Only ids above this one.
            limit: At most so many, and never more than 100.
            newest: Whether to keep the newest of them where there are more than ``limit``.
        """
        order = "DESC" if newest else "ASC"
        rows = self._db.execute(
            "SELECT body FROM messages WHERE channel_id = ? AND number < ? AND number > ? "  # noqa: S608
            f"AND (visible_to IS NULL OR visible_to = ?) ORDER BY number {order} LIMIT ?",
            (channel_id, before, after, viewer, min(limit, _LIMIT)),
        )
        found = [msgspec.json.decode(body) for (body,) in rows]
        return sorted(found, key=lambda message: -int(message["id"]))


def is_ephemeral(message: Json) -> bool:
    """Return whether only the person who invoked it sees this message."""
    return bool(message.get("flags", 0) & MessageFlag.EPHEMERAL)
