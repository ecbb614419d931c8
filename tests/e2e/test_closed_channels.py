"""Whatever happens to the channel, a job ends once, and pictures are shown once at most."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3

import pytest

from tests.support.patience import until
from tests.support.playground import APPLICATION, GENERAL
from tests.support.results import is_result

SLOW = {"stub_step_seconds": 0.05}
MANY = 30
CROWD_SECONDS = 30


async def drawing(person, **options):
    message = await person.command("imagine", **{"prompt": "a red apple", "steps": 40, **options})
    return await person.wait_for(message, lambda shown: "%" in shown.content)


async def direct_pictures(person):
    """The messages with pictures in the person's direct channel."""
    try:
        shown = await person.messages("@")
    except AssertionError:  # there is no such channel yet
        return []
    return [message for message in shown if message.images]


async def test_pictures_of_a_closed_channel_go_to_their_person_once(start_bot, member, playground):
    bot = await start_bot(engine=SLOW)
    await member.wait_for_bot("imagine")
    await drawing(member, number=2)
    await playground.overwrite(GENERAL, APPLICATION, deny=["view_channel"])
    await bot.kill()  # the interaction's token dies with it
    await bot.start()

    await until(lambda: '"state": "delivered"' in bot.logged())
    (message,) = await direct_pictures(member)

    assert len(message.images) == 2
    assert "where I may no longer post" in message.content
    again = await member.wait_for(await member.press(message, "Reroll"), is_result)
    assert again.channel_id == message.channel_id


async def test_a_person_who_takes_no_direct_messages_is_charged_nothing(
    start_bot, member, playground
):
    bot = await start_bot(engine=SLOW)
    await member.wait_for_bot("imagine")
    await drawing(member)
    await playground.overwrite(GENERAL, APPLICATION, deny=["view_channel"])
    await playground.close_direct_messages("member")
    await bot.kill()
    await bot.start()

    await until(lambda: "message_forbidden" in bot.logged())
    await until(lambda: '"state": "failed"' in bot.logged())

    assert '"state": "delivered"' not in bot.logged()
    assert list((bot.folder / "images").rglob("*.png"))  # kept for /show


async def test_a_delivery_cut_short_by_a_kill_is_found_among_recent_messages(
    start_bot, member, playground
):
    """The nonce is forgotten after minutes; then only looking helps."""
    bot = await start_bot(engine=SLOW)
    await member.wait_for_bot("imagine")
    await drawing(member)
    await playground.overwrite(GENERAL, APPLICATION, deny=["view_channel"])
    await bot.kill()
    await bot.start()
    await until(lambda: '"state": "delivered"' in bot.logged())
    await undeliver(bot)
    await playground.advance(3600)
    await bot.kill()
    await bot.start()

    await until(lambda: bot.logged().count('"state": "delivered"') == 2)

    assert len(await direct_pictures(member)) == 1


async def undeliver(bot):
    """Put the row back to where a bot leaves it that is killed after posting."""
    with sqlite3.connect(bot.folder / "atelier.sqlite", timeout=20) as database:
        database.execute("UPDATE jobs SET state = 'rendered', ended_at = NULL, told_at = NULL")


@pytest.mark.slow
async def test_thirty_ends_in_one_channel_are_all_out_within_thirty_seconds(start_bot, playground):
    bot = await start_bot(limits={"progress_seconds": 1.0})
    personas = await playground.add_people(MANY)
    async with contextlib.AsyncExitStack() as stack:
        people = [
            await stack.enter_async_context(playground.person(persona)) for persona in personas
        ]
        await people[0].wait_for_bot("imagine")
        shown = await asyncio.gather(*(ask(person) for person in people))
    await until(lambda: bot.logged().count('"state": "delivered"') == MANY)

    assert all(message.images for message in shown)
    assert max(seconds_to_show(bot)) < CROWD_SECONDS


def seconds_to_show(bot):
    """Seconds from rendering to delivery, of every job."""
    with sqlite3.connect(bot.folder / "atelier.sqlite", timeout=20) as database:
        rows = database.execute(
            "SELECT 86400 * (julianday(ended_at) - julianday(rendered_at)) FROM jobs"
        )
        return [seconds for (seconds,) in rows]


async def ask(person):
    message = await person.command("imagine", prompt="a red apple", steps=2)
    return await person.wait_for(message, is_result, timeout=90)
