"""A guild's own bound is known without asking, and the commit has the last word."""

from __future__ import annotations

from bot.credits.guild_limits import GuildLimits
from db.errors import DatabaseUnavailableError
from db.guilds import save_guild


async def test_a_guild_that_was_not_read_is_judged_by_the_commit_alone(bench):
    limits = GuildLimits(bench.database, default=4)

    assert limits.known_max_images(1) is None
    assert limits.max_images(None) == 4


async def test_a_guild_s_own_bound_wins_over_the_configuration(bench):
    async with bench.database.begin() as session:
        guild = await save_guild(session, 1, max_num_images=9, now=bench.clock.now())
    limits = GuildLimits(bench.database, default=4)

    await limits.learn(1)
    await limits.learn(2)

    assert (limits.known_max_images(1), limits.known_max_images(2)) == (9, 4)
    assert limits.max_images(guild) == 9


async def test_a_commit_teaches_what_it_read(bench):
    async with bench.database.begin() as session:
        guild = await save_guild(session, 1, max_num_images=2, now=bench.clock.now())
    limits = GuildLimits(bench.database, default=4)

    limits.max_images(guild)

    assert limits.known_max_images(1) == 2


async def test_a_database_that_is_away_teaches_nothing(bench, monkeypatch):
    def away():
        raise DatabaseUnavailableError("away", place="here", remedy="wait")

    monkeypatch.setattr(bench.database, "read", away)
    limits = GuildLimits(bench.database, default=4)

    await limits.learn(1)

    assert limits.known_max_images(1) is None
