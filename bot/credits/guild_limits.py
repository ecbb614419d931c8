"""How many images one command may ask for, by guild, known without asking the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from db.errors import DatabaseError
from db.guilds import read_guild

if TYPE_CHECKING:
    from db.connection import Database
    from db.tables import Guild

log = structlog.stdlib.get_logger(__name__)


class GuildLimits:
    """A memory of the guilds' own limits; the transaction that commits a job decides anew."""

    def __init__(self, database: Database, *, default: int) -> None:
        self._database = database
        self._default = default
        self._known: dict[int, int] = {}

    def known_max_images(self, guild_id: int) -> int | None:
        """Return the limit, or None for a guild that was not read yet."""
        return self._known.get(guild_id)

    def max_images(self, guild: Guild | None) -> int:
        """Return the limit that a guild's row, or its absence, means; and remember it."""
        limit = (guild and guild.max_num_images) or self._default
        if guild:
            self._known[guild.id] = limit
        return limit

    async def learn(self, guild_id: int) -> None:
        """Read one guild's limit from the database; when that is away, the commit will tell."""
        try:
            async with self._database.read() as session:
                guild = await read_guild(session, guild_id)
        except DatabaseError as error:
            log.warning("guild_unread", guild_id=guild_id, error_code=error.code)
            return
        self._known[guild_id] = self.max_images(guild)
