"""Every decision of moderation is one transaction with its entry in the log, on both dialects."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from db.audit import list_actions, record_action
from db.bans import ban_user, holding_bans, unban_user
from db.jobs import create_job
from db.moderation_settings import (
    accept_terms,
    accepted_users,
    all_channels,
    all_settings,
    save_channel,
    save_settings,
)
from db.prompt_rules import (
    NewRule,
    add_rule,
    all_rules,
    count_rules,
    prompts_since,
    record_refusal,
    remove_rule,
)
from db.strikes import add_strike, forgive_job, forgive_user, strikes_since
from db.tables_moderation import ModerationAction
from tests.support.jobs import NOW, a_job

HOUR = dt.timedelta(hours=1)
A_RULE = NewRule(
    guild_id=1, kind="word", pattern="kettle", action="refuse", exceptions=[], negative_prompt=""
)
A_STRIKE = {
    "guild_id": 1, "weight": 1.0, "reason": "classifier", "job_id": 5, "actor_id": None, "now": NOW
}  # fmt: skip


async def logged(session):
    found = await session.scalars(select(ModerationAction.action).order_by(ModerationAction.id))
    return list(found)


async def test_a_ban_holds_until_it_expires_or_is_lifted(database):
    async with database.begin() as session:
        for guild_id, end in ((1, NOW + HOUR), (1, None), (None, NOW + HOUR)):
            await ban_user(
                session, 3, guild_id=guild_id, reason="r", expires_at=end, actor_id=5, now=NOW
            )

    async with database.begin() as session:
        assert [ban.guild_id for ban in await holding_bans(session, now=NOW)] == [1, None]
        assert [ban.guild_id for ban in await holding_bans(session, now=NOW + 2 * HOUR)] == [1]
        assert await unban_user(session, 3, guild_id=1, actor_id=5, now=NOW)
        assert not await unban_user(session, 3, guild_id=1, actor_id=5, now=NOW)
        assert [ban.guild_id for ban in await holding_bans(session, now=NOW)] == [None]
        assert await logged(session) == ["ban", "ban", "ban", "unban"]


async def test_a_job_gets_one_strike_and_forgiving_takes_it_back(database):
    async with database.begin() as session:
        assert await add_strike(session, 3, **A_STRIKE)
        assert await add_strike(session, 3, **A_STRIKE) is None
        assert await add_strike(session, 3, **{**A_STRIKE, "job_id": None, "actor_id": 5})
        assert len(await strikes_since(session, NOW)) == 2
        assert await forgive_job(session, 5, actor_id=5, now=NOW)
        assert await forgive_user(session, 3, guild_id=1, actor_id=5, now=NOW) == 1
        assert await strikes_since(session, NOW) == []
        assert await logged(session) == ["strike", "strike", "forgive", "forgive"]


async def test_a_guild_removes_its_own_rules_only(database):
    async with database.begin() as session:
        rule = await add_rule(session, A_RULE, actor_id=5, now=NOW)
        assert not await remove_rule(session, rule.id, guild_id=2, actor_id=5, now=NOW)
        assert not await remove_rule(session, rule.id, guild_id=None, actor_id=5, now=NOW)
        assert [one.pattern for one in await all_rules(session)] == ["kettle"]
        assert (await count_rules(session, 1), await count_rules(session, None)) == (1, 0)
        assert await remove_rule(session, rule.id, guild_id=1, actor_id=5, now=NOW)
        assert await logged(session) == ["add_rule", "remove_rule"]


async def test_a_refusal_is_recorded_once(database):
    async with database.begin() as session:
        for _ in range(2):
            await record_refusal(
                session, 9, guild_id=1, user_id=3, code="banned", rule_id=None, prompt=None, now=NOW
            )
        assert await logged(session) == ["refuse"]


async def test_settings_change_one_by_one_and_count_up(database):
    async with database.begin() as session:
        await save_settings(session, 1, actor_id=5, now=NOW, general_offset=-0.1)
        await save_settings(session, 1, actor_id=5, now=NOW, review_channel_id=8)
        await save_channel(session, 2, guild_id=1, actor_id=5, now=NOW, is_allowed=True)
        await save_channel(session, 2, guild_id=1, actor_id=5, now=NOW, lock_reason="war")

    async with database.read() as session:
        (settings,) = await all_settings(session)
        (channel,) = await all_channels(session)
        assert (settings.revision, settings.general_offset, settings.review_channel_id) == (
            2,
            -0.1,
            8,
        )
        assert (channel.is_allowed, channel.lock_reason) == (True, "war")
        assert len(await logged(session)) == 4


async def test_terms_are_accepted_once_for_each_version(database):
    async with database.begin() as session:
        for version in ("1", "1", "2"):
            await accept_terms(session, 3, version, now=NOW)
        assert await accepted_users(session, "2") == {3}
        assert await accepted_users(session, "3") == set()
        assert await logged(session) == ["accept_terms"] * 2


async def test_a_dry_run_reads_the_prompts_of_one_guild(database):
    async with database.begin() as session:
        await create_job(session, a_job(params={"prompt": "here"}), now=NOW)
        await create_job(session, a_job(guild_id=2, params={"prompt": "there"}), now=NOW)

    async with database.read() as session:
        assert await prompts_since(session, 1, NOW - HOUR, limit=9) == ["here"]
        assert await prompts_since(session, 1, NOW + HOUR, limit=9) == []
        assert sorted(await prompts_since(session, None, NOW, limit=9)) == ["here", "there"]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE moderation_actions SET action = 'x'", "DELETE FROM moderation_actions"],
)
async def test_the_log_is_only_ever_added_to(database, statement):
    async with database.begin() as session:
        await record_action(session, "approve", guild_id=1, actor_id=5, now=NOW, image_id=4)

    with pytest.raises(DBAPIError, match="append-only"):
        async with database.engine.begin() as connection:
            await connection.execute(text(statement))
    async with database.read() as session:
        assert [row.action for row in await list_actions(session, guild_id=1, limit=9)] == [
            "approve"
        ]
