"""A guild's settings are saved as a whole."""

from __future__ import annotations

from db.guilds import read_guild, save_guild
from tests.support.jobs import LATER, NOW


async def test_guild_that_set_nothing_has_no_row(database):
    async with database.read() as session:
        assert await read_guild(session, 1) is None


async def test_later_settings_replace_all_earlier_ones(database):
    async with database.begin() as session:
        await save_guild(session, 1, max_num_images=2, locale="de", now=NOW)
        await save_guild(session, 1, daily_images=50, now=LATER)

    async with database.read() as session:
        guild = await read_guild(session, 1)
    assert (guild.max_num_images, guild.daily_images, guild.locale) == (None, 50, None)
    assert guild.created_at == NOW
