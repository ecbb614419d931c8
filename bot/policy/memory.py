"""Keeps what the bot knows by heart fresh: after its own changes at once, after others' soon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog

from bot.policy.knowledge import read_knowledge
from bot.policy.refusals import PolicyUnknownError
from db.errors import DatabaseError

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.policy.knowledge import Knowledge
    from db.connection import Database

log = structlog.stdlib.get_logger(__name__)

REFRESH_SECONDS: Final = 5.0
"""How long another process's change may go unnoticed."""


class PolicyMemory:
    """Everything that decides about prompts and pictures, in memory.

    It fails closed: before the first reading nothing is known, and who asks is refused. While the
    database is away, what was known goes on to hold.

    Args:
        database: Where everything stands.
        clock: The time.
        terms: The version of the terms of use whose acceptances are kept in mind.
        knowledge: What is known at the start, if anything.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock,
        terms: str,
        knowledge: Knowledge | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._terms = terms
        self._knowledge = knowledge

    @property
    def known(self) -> Knowledge:
        """What is known.

        Raises:
            bot.policy.refusals.PolicyUnknownError: Nothing is, yet.
        """
        if self._knowledge is None:
            raise PolicyUnknownError
        return self._knowledge

    def language_of(self, guild_id: int) -> str | None:
        """Return the locale that a guild has chosen; None where it has not, or nobody knows."""
        return self._knowledge.guild(guild_id).locale if self._knowledge else None

    async def refresh(self) -> None:
        """Read everything anew.

        Raises:
            db.errors.DatabaseError: What was known goes on to hold.
        """
        async with self._database.read() as session:
            self._knowledge = await read_knowledge(
                session, terms=self._terms, now=self._clock.now()
            )

    async def run(self) -> None:
        """Stay up to date; never returns."""
        while True:
            await self._clock.sleep(REFRESH_SECONDS)
            await self.look()

    async def look(self) -> None:
        """Read everything anew if the database answers."""
        try:
            await self.refresh()
        except DatabaseError as error:
            log.warning("policy_unread", error_code=error.code)
