"""The application commands that the bot has registered."""

import sqlite3

import msgspec

from bot.playground.words import Json


class CommandStore:
    """Registered commands, global and of the guild."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def of_scope(self, guild_id: str = "") -> list[Json]:
        """Return the commands of a scope in the order of their registration."""
        rows = self._db.execute(
            "SELECT body FROM commands WHERE guild_id = ? ORDER BY position", (guild_id,)
        )
        return [msgspec.json.decode(body) for (body,) in rows]

    def everywhere(self) -> list[Json]:
        """Return all that a person is offered: a guild's command hides its global namesake."""
        rows = self._db.execute("SELECT body FROM commands ORDER BY guild_id, position")
        found: dict[tuple[int, str], Json] = {}
        for (body,) in rows:
            command = msgspec.json.decode(body)
            found[command["type"], command["name"]] = command
        return list(found.values())

    def replace(self, guild_id: str, commands: list[Json]) -> None:
        """Make ``commands`` the whole of a scope."""
        self._db.execute("BEGIN IMMEDIATE")
        self._db.execute("DELETE FROM commands WHERE guild_id = ?", (guild_id,))
        self._db.executemany(
            "INSERT INTO commands (id, guild_id, position, body) VALUES (?, ?, ?, ?)",
            [
                (command["id"], guild_id, position, msgspec.json.encode(command).decode())
                for position, command in enumerate(commands)
            ],
        )
        self._db.execute("COMMIT")
