"""Threads and forum posts are as good a place to draw as any channel."""

from __future__ import annotations

import pytest

from tests.support.patience import until
from tests.support.playground import APPLICATION, GENERAL
from tests.support.results import is_result

SLOW = {"stub_step_seconds": 0.05}


async def ask(person, thread, **options):
    options = {"prompt": "a red apple", "steps": 2, **options}
    return await person.command("imagine", channel=thread, **options)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("place", [{}, {"forum": "pictures"}], ids=["thread", "forum post"])
async def test_pictures_and_their_buttons_work_in(stage, place):
    thread = await stage.playground.thread("apples", **place)

    done = await stage.member.wait_for(await ask(stage.member, thread), is_result)
    again = await stage.member.press(done, "Reroll")
    shown = await stage.member.wait_for(again, is_result)

    assert done.channel_id == shown.channel_id == thread
    assert len(shown.images) == 1


@pytest.mark.asyncio(loop_scope="module")
async def test_a_locked_thread_is_refused_before_anything_is_drawn(stage):
    thread = await stage.playground.thread("apples")
    await stage.playground.change_thread(thread, locked=True)

    refused = await ask(stage.member, thread)

    assert refused.is_ephemeral
    assert "This thread is locked" in refused.content


@pytest.mark.asyncio(loop_scope="module")
async def test_the_permission_that_is_missing_in_a_thread_is_named(stage):
    thread = await stage.playground.thread("apples")
    await stage.playground.overwrite(GENERAL, APPLICATION, deny=["send_messages_in_threads"])
    refused = await ask(stage.member, thread)
    await stage.playground.overwrite(GENERAL, APPLICATION)

    assert "Send Messages In Threads" in refused.content


async def test_a_thread_archived_over_the_drawing_is_opened_for_the_result(
    start_bot, member, playground
):
    bot = await start_bot(engine=SLOW)
    await member.wait_for_bot("imagine")
    thread = await playground.thread("apples")
    message = await ask(member, thread, steps=60)
    await member.wait_for(message, lambda shown: "▰" in shown.content)
    await playground.change_thread(thread, archived=True)

    done = await member.wait_for(message, is_result)

    assert len(done.images) == 1
    await until(lambda: '"state": "delivered"' in bot.logged())


async def test_the_result_for_a_thread_locked_meanwhile_goes_to_its_person(
    start_bot, member, playground
):
    await start_bot(engine=SLOW)
    await member.wait_for_bot("imagine")
    thread = await playground.thread("apples")
    message = await ask(member, thread, steps=60)
    await member.wait_for(message, lambda shown: "▰" in shown.content)
    await playground.change_thread(thread, archived=True, locked=True)

    direct = await member.wait_for_message(lambda shown: shown.id > message.id and shown.images)

    assert direct.channel_id == member.channel_id("@")
