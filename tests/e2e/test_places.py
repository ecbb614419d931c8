"""Where the operator lets them, people draw in direct messages, and where the bot is a guest."""

from __future__ import annotations

import pytest

from tests.support.page_stream import PageRefusedError
from tests.support.patience import until
from tests.support.results import is_result, seed_of

SLOW = {"stub_step_seconds": 0.3}
BOTH = {"direct_messages": True, "user_installs": True}


async def ask(person, place, **options):
    options = {"prompt": "a red apple", "steps": 2, "seed": 7, **options}
    return await person.command("imagine", channel=place, **options)


async def history(person, place):
    listed = await person.command("history", channel=place)
    return await person.wait_for(listed, lambda shown: shown.content)


@pytest.mark.asyncio(loop_scope="module")
async def test_neither_is_offered_unless_the_operator_says_so(stage):
    await stage.playground.install("member")
    direct = await stage.playground.open_direct("member")
    elsewhere = await stage.playground.guild_without_bot()

    for place in (direct, elsewhere):
        with pytest.raises(PageRefusedError):
            await ask(stage.member, place)


async def test_a_direct_message_is_a_place_like_any_other(start_bot, member, playground):
    await start_bot(discord=BOTH)
    await member.wait_for_bot("imagine")
    direct = await playground.open_direct("member")
    async with playground.person("other") as other:
        done = await member.wait_for(await ask(member, direct, number=2), is_result)
        again = await member.wait_for(await member.press(done, "Reroll"), is_result)
        picked = await member.press(done, "U2")
        told = await member.press(picked, "Info")
        listed = await history(member, direct)
        gone = await member.wait_for(
            await member.press(again, "Delete"), lambda shown: not shown.attachments
        )
        others = await playground.open_direct("other")
        refused = await other.command("show", channel=others, job=1)

        assert done.channel_id == again.channel_id == gone.channel_id == direct
        assert "a red apple" in told.content
        assert f"/channels/@me/{direct}/{done.id}" in listed.content
        assert "not known here" in refused.content


async def test_a_guest_s_pictures_and_buttons_go_by_the_interactions_alone(
    start_bot, member, playground
):
    bot = await start_bot(discord=BOTH)
    await member.wait_for_bot("imagine")
    await playground.install("member")
    elsewhere = await playground.guild_without_bot()

    message = await ask(member, elsewhere)
    done = await member.wait_for(message, is_result)
    again = await member.wait_for(await member.press(done, "Reroll"), is_result)
    listed = await history(member, elsewhere)

    assert not done.is_ephemeral
    assert len(again.images) == 1
    assert "a red apple" in listed.content
    await until(lambda: bot.logged().count('"state": "delivered"') == 2)
    asked = [one["path"] for one in await playground.requests()]
    assert not [path for path in asked if f"/channels/{elsewhere}/" in path]


async def test_who_may_not_show_applications_draws_privately(start_bot, member, playground):
    await start_bot(discord=BOTH)
    await member.wait_for_bot("imagine")
    await playground.install("member")
    closed = await playground.guild_without_bot(has_external_apps=False)

    message = await ask(member, closed)
    done = await member.wait_for(message, is_result)

    assert message.is_ephemeral
    assert done.images


async def test_a_guest_s_picture_that_comes_too_late_comes_directly(start_bot, member, playground):
    await start_bot(discord=BOTH, engine=SLOW)
    await member.wait_for_bot("imagine")
    await playground.install("member")
    elsewhere = await playground.guild_without_bot()
    message = await ask(member, elsewhere, steps=20)
    begun = await member.wait_for(message, lambda shown: "▰" in shown.content)
    await playground.advance(16 * 60)

    direct = await member.wait_for_message(lambda shown: shown.id > message.id and shown.images)

    assert begun.channel_id == elsewhere
    assert direct.channel_id == member.channel_id("@")
    assert [seed_of(data) for data in await member.pictures(direct)] == [7]
