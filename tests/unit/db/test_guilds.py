"""A guild's settings are saved as a whole."""

from __future__ import annotations

from db.audit import list_actions
from db.guilds import change_guild, chosen_locales, read_guild, save_guild
from db.jobs import claim_job, create_job
from tests.support.jobs import LATER, LEASE, NOW, a_job


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


async def test_a_change_leaves_the_other_settings_alone_and_is_logged(database):
    async with database.begin() as session:
        await change_guild(session, 1, {"max_running": 2}, actor_id=5, now=NOW)
        await change_guild(session, 1, {"locale": "de", "max_waiting": 3}, actor_id=5, now=NOW)

    async with database.read() as session:
        guild = await read_guild(session, 1)
        actions = await list_actions(session, guild_id=1, limit=9)
        locales = await chosen_locales(session)
    assert (guild.max_running, guild.max_waiting, guild.locale) == (2, 3, "de")
    assert [one.details["settings"] for one in actions] == ["locale, max_waiting", "max_running"]
    assert locales == {1: "de"}


async def test_a_guild_s_own_bound_on_running_jobs_holds_there_alone(database):
    async with database.begin() as session:
        await change_guild(session, 1, {"max_running": 1}, actor_id=None, now=NOW)
        for guild_id in (1, 1, 2, 2):
            await create_job(session, a_job(guild_id=guild_id), now=NOW)

    claimed = []
    for _ in range(4):
        async with database.begin() as session:
            claimed.append(await claim_job(session, owner="x", now=NOW, lease=LEASE, max_running=9))

    assert sorted(job.guild_id for job in claimed if job) == [1, 2, 2]
