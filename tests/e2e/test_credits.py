"""A person sees what pictures cost, and what is left."""

from __future__ import annotations

import pytest

from tests.support.results import is_result

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_price_is_told_before_and_after_and_comes_off_the_balance(stage):
    before = await stage.member.command("credits")
    first = await stage.member.command("imagine", prompt="a red apple", steps=50, guidance=7.0)
    queued = await stage.member.wait_for(first, lambda message: "Costs" in message.content)
    done = await stage.member.wait_for(first, is_result)
    after = await stage.member.wait_for(
        await stage.member.command("credits"), lambda message: "given back" in message.content
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
