"""A person uses a real discord.py bot over the wire."""

import pytest

from tests.support.person import NoResponseError
from tests.unit.bot.playground.small_bot import running_bot


async def test_command_is_answered_edited_and_carries_a_file(playground):
    async with playground.person() as person, running_bot(playground):
        await person.wait_for_bot("draw")

        reply = await person.command("draw", prompt="a red apple", seed=7)
        done = await person.wait_for(reply, lambda message: message.images)

        assert reply.content == "queuing a red apple 7"
        assert done.content == "done"
        assert done.buttons == ["Again", "Edit"]
        assert await person.pictures(done) == [b"picture of a red apple"]


async def test_silent_bot_shows_that_the_application_did_not_respond(playground):
    async with playground.person() as person, running_bot(playground) as bot:
        await person.wait_for_bot("silent")
        bot.on_silence = lambda: playground.advance(3.5)

        with pytest.raises(NoResponseError):
            await person.command("silent")
