"""A person sees what pictures cost, and what is left."""

from __future__ import annotations

import pytest

from bot.playground.seed import MODERATOR_ROLE_ID
from tests.support.page_stream import PageRefusedError
from tests.support.results import is_result

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_price_is_told_before_and_after_and_comes_off_the_balance(stage):
    before = await stage.member.command("credits")
    first = await stage.member.command("imagine", prompt="a red apple", steps=50, guidance=7.0)
    queued = await stage.member.wait_for(first, lambda message: "Costs" in message.content)
    done = await stage.member.wait_for(first, is_result)
    after = await stage.member.wait_for(
        await stage.member.command("credits"), lambda message: "held" in message.content
    )

    assert before.is_ephemeral
    assert "Costs 1 credit." in queued.content
    assert " · 1 credit · seed " in done.content
    assert "of 100 credits at most" in after.content
    assert "held 1 credit" in after.content.replace("held -1", "held 1")


async def test_administrators_give_credits(stage):
    async with stage.playground.person("admin") as admin:
        answer = await admin.command("admin credits grant", person=stage.other, amount=5.5)
        given = await admin.wait_for(answer, lambda message: "now has" in message.content)

    assert "105.5 credits" in given.content


async def test_administrators_set_credits_and_say_what_roles_get(stage):
    async with stage.playground.person("admin") as admin:
        answer = await admin.command("admin credits set", person=stage.other, balance=3)
        told = await admin.wait_for(answer, lambda message: "now has" in message.content)
        role = await admin.command(
            "admin credits role", role=MODERATOR_ROLE_ID, capacity=500, per_day=250
        )
        said = await admin.wait_for(role, lambda message: "save up to" in message.content)

    assert "3 credits" in told.content
    assert "500 credits, 250 credits a day" in said.content


async def test_members_are_not_offered_what_administrators_do(stage):
    with pytest.raises(PageRefusedError):
        await stage.member.command("admin credits pool")


async def test_a_server_that_shares_little_lets_the_rest_go_on_relaxed(stage):
    async with stage.playground.person("admin") as admin:
        await share(admin, capacity=0.5, per_day=0)
        job = await stage.other.command("imagine", prompt="an apple", steps=50, guidance=7.0)
        seen = await stage.other.wait_for(job, lambda message: "Relaxed" in message.content)
        done = await stage.other.wait_for(job, is_result)
        await share(admin, capacity=0.5, relaxed=False)
        await stage.other.command("imagine", prompt="a pear", steps=50, guidance=7.0)
        told = await stage.other.wait_for_message(lambda shown: "left to share" in shown.content)
        await share(admin, capacity=0, relaxed=True)

    assert "It is free" in seen.content
    assert "credit ·" not in done.content
    assert "this server has 0.5 credits" in told.content


async def share(admin, **options):
    answer = await admin.command("admin credits pool", **options)
    return await admin.wait_for(answer, lambda message: "out of credits" in message.content)
