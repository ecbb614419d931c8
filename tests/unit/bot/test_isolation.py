"""Nobody decides, removes or learns anything across guilds: every action, from every guild."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.moderation.takedown import Target
from bot.ordering.orders import RerollOrder, VariationOrder
from bot.policy.refusals import CaseClosedError, CaseUnknownError
from db.audit import list_actions
from db.bans import holding_bans, unban_user
from db.images import images_of_job
from db.prompt_rules import NewRule, add_rule, all_rules, remove_rule
from db.reviews import open_flags
from tests.support.clock import NOON
from tests.support.moderating import ELSEWHERE, HERE, Desks

ACTOR = 5


@pytest.fixture
async def scene(bench):
    """A withheld and a shown picture in guild 1, with the desk and the takedown of the bot."""
    desks = Desks(bench)
    job, flag = await desks.a_case()
    return bench, job, flag, desks.decisions, desks.takedown


async def decide(desk, verb, flag, *, guild_id):
    if verb == "approve":
        await desk.approve(flag.id, guild_id=guild_id, actor_id=ACTOR)
    else:
        await desk.deny(flag.id, guild_id=guild_id, actor_id=ACTOR, also=verb)


@pytest.mark.parametrize("verb", ["approve", "deny", "strike", "ban"])
async def test_moderators_of_another_guild_decide_nothing(scene, verb):
    bench, _, flag, desk, _ = scene

    with pytest.raises(CaseUnknownError):
        await decide(desk, verb, flag, guild_id=ELSEWHERE)

    async with bench.database.read() as session:
        assert await list_actions(session, limit=9) == []
        assert [one.id for one in await open_flags(session, HERE, limit=9)] == [flag.id]
        assert await open_flags(session, ELSEWHERE, limit=9) == []


@pytest.mark.parametrize("verb", ["approve", "deny", "strike", "ban"])
async def test_the_guild_s_own_moderators_decide_once_with_an_entry_in_the_log(scene, verb):
    bench, job, flag, desk, _ = scene

    await decide(desk, verb, flag, guild_id=HERE)
    with pytest.raises(CaseClosedError):
        await decide(desk, verb, flag, guild_id=HERE)

    async with bench.database.read() as session:
        actions = [one.action for one in await list_actions(session, limit=9)]
        images = await images_of_job(session, job.id)
    assert actions[-1] == ("approve" if verb == "approve" else "deny")
    assert {"strike": "strike", "ban": "ban"}.get(verb, actions[-1]) in actions
    assert [one.file is not None for one in images] == [True, verb == "approve"]


TARGETS = [
    lambda job: Target(job_id=job.id),
    lambda job: Target(job_id=job.id, index=0, has_derived=True),
    lambda job: Target(user_id=job.user_id, since=NOON - dt.timedelta(hours=1)),
]


@pytest.mark.parametrize("target", TARGETS)
async def test_a_takedown_ends_at_the_guild_s_border(scene, target):
    bench, job, _, _, takedown = scene

    assert await takedown.find(target(job), ELSEWHERE) == []
    assert await takedown.remove(target(job), guild_id=ELSEWHERE, actor_id=ACTOR) == 0
    async with bench.database.read() as session:
        assert (await images_of_job(session, job.id))[0].file is not None


@pytest.mark.parametrize("target", TARGETS)
async def test_a_takedown_removes_rows_and_files_and_logs_each_picture(scene, target):
    bench, job, _, _, takedown = scene

    count = await takedown.remove(target(job), guild_id=HERE, actor_id=ACTOR)

    async with bench.database.read() as session:
        images = await images_of_job(session, job.id)
        logged = [one.action for one in await list_actions(session, guild_id=HERE, limit=9)]
    assert count == sum(image.action == "removed" for image in images) >= 1
    assert images[0].file is None
    assert logged == ["takedown"] * count
    assert list(bench.folder.rglob("*.png")) == []


@pytest.mark.parametrize("order", [RerollOrder, lambda job_id: VariationOrder(job_id, 0)])
async def test_buttons_of_another_guild_s_job_do_nothing(scene, order):
    from bot.errors import JobUnknownError

    bench, job, *_ = scene

    async with bench.database.read() as session:
        with pytest.raises(JobUnknownError):
            await order(job.id).plan(session, guild_id=ELSEWHERE, rng=None)


async def test_rules_and_bans_of_a_guild_are_its_own(scene):
    bench, *_ = scene
    new = NewRule(
        guild_id=HERE,
        kind="word",
        pattern="x",
        action="refuse",
        exceptions=[],
        negative_prompt="",
    )

    async with bench.database.begin() as session:
        rule = await add_rule(session, new, actor_id=ACTOR, now=NOON)
        assert not await remove_rule(session, rule.id, guild_id=ELSEWHERE, actor_id=ACTOR, now=NOON)
        assert not await unban_user(session, 3, guild_id=ELSEWHERE, actor_id=ACTOR, now=NOON)
        assert len(await all_rules(session)) == 1
        assert await holding_bans(session, now=NOON) == []
