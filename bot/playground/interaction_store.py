"""The interactions of the world, as rows."""

import sqlite3
from typing import Any

import msgspec

from bot.playground.words import Json


class Interaction(msgspec.Struct):
    """One thing a person did, with how far its answer is.

    Attributes:
        id: Its snowflake.
        token: What answers it for 15 minutes.
        type: InteractionType.
        user_id: Who did it.
        channel_id: Where.
        created_at: When, in Unix seconds.
        data: What the bot is told: command and options, component, modal fields.
        state: ``waiting``, ``acknowledged`` or ``expired``.
        message_id: The message whose component was pressed, if any.
        original_id: The message that ``@original`` names, once there is one.
        modal: The modal that the bot answered with, if it did.
        name: The command's full name, for the line above the reply.
    """

    id: str
    token: str
    type: int
    user_id: str
    channel_id: str
    created_at: float
    data: Json
    state: str = "waiting"
    message_id: str | None = None
    original_id: str | None = None
    modal: Any = None
    parent: Any = None
    name: str | None = None


class InteractionStore:
    """Interactions by id and by token."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def put(self, interaction: Interaction) -> None:
        """Add an interaction or write its new form."""
        self._db.execute(
            "INSERT INTO interactions (number, token, body) VALUES (?, ?, ?) "
            "ON CONFLICT (number) DO UPDATE SET body = excluded.body",
            (
                int(interaction.id),
                interaction.token,
                msgspec.json.encode(interaction).decode(),
            ),
        )

    def forget_before(self, number: int) -> None:
        """Drop interactions whose id is below ``number``."""
        self._db.execute("DELETE FROM interactions WHERE number < ?", (number,))

    def read(self, interaction_id: str) -> Interaction | None:
        """Return an interaction by its id, or None."""
        query = "SELECT body FROM interactions WHERE number = ?"
        return self._decode(self._db.execute(query, (int(interaction_id),)).fetchone())

    def with_token(self, token: str) -> Interaction | None:
        """Return the interaction that a token belongs to, or None."""
        query = "SELECT body FROM interactions WHERE token = ?"
        return self._decode(self._db.execute(query, (token,)).fetchone())

    def _decode(self, row: tuple[str] | None) -> Interaction | None:
        return None if row is None else msgspec.json.decode(row[0], type=Interaction)
