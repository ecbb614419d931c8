"""What the bot offers people of their own: styles, and pictures that they have drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.ordering.memory import Memory
from bot.ordering.orders import params_of, prompt_of
from bot.ordering.styles import known_styles
from db.histories import jobs_of_person

if TYPE_CHECKING:
    from bot.clock import Clock
    from db.connection import Database

MAX_JOBS = 100


class Place(NamedTuple):
    """A person in a guild; 0 stands for everywhere outside of guilds."""

    user_id: int
    guild_id: int


class Recollection:
    """Two memories, filled from the database.

    Attributes:
        styles: Names of styles that a person can use in a guild.
        jobs: Numbers and prompts of their newest jobs there.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self.styles: Memory[Place, tuple[str, ...]] = Memory(
            self._read_styles, empty=(), clock=clock
        )
        self.jobs: Memory[Place, tuple[tuple[int, str], ...]] = Memory(
            self._read_jobs, empty=(), clock=clock
        )

    async def _read_styles(self, place: Place) -> tuple[str, ...]:
        async with self._database.read() as session:
            styles = await known_styles(session, user_id=place.user_id, guild_id=place.guild_id)
        return tuple(sorted(styles))

    async def _read_jobs(self, place: Place) -> tuple[tuple[int, str], ...]:
        async with self._database.read() as session:
            jobs = await jobs_of_person(
                session, user_id=place.user_id, guild_id=place.guild_id or None, limit=MAX_JOBS
            )
        return tuple((job.id, prompt_of(params_of(job))) for job in jobs)
