"""A person uses a real discord.py bot over the wire."""

import asyncio
from contextlib import suppress

import discord
import pytest

from tests.support.person import NoResponseError
from tests.support.playground import PlaygroundHandles
from tests.support.shown import ShownModal
from tests.support.small_bot import picture_of, running_bot, use_address
from tests.unit.bot.playground.wire import GENERAL, GUILD, MEMBER, served


async def test_command_is_answered_edited_and_carries_a_file(playground):
    async with playground.person() as person, running_bot(playground):
        await person.wait_for_bot("draw")

        reply = await person.command("draw", prompt="a red apple", seed=7)
        done = await person.wait_for(reply, lambda message: message.images)

        assert reply.content == "queuing a red apple 7"
        assert done.content == "done"
        assert done.buttons == ["Again", "Edit"]
        assert await person.pictures(done) == [picture_of("a red apple")]

        typed = await person.type("/draw a green pear")
        assert typed.content == "queuing a green pear 1"
        offered = await person.autocomplete("draw", "prompt", "p")
        assert [one["value"] for one in offered] == ["apple", "pear", "plum"]


async def test_silent_bot_shows_that_the_application_did_not_respond(playground):
    async with playground.person() as person, running_bot(playground) as bot:
        await person.wait_for_bot("silent")
        bot.on_silence = lambda: playground.advance(3.5)

        with pytest.raises(NoResponseError):
            await person.command("silent")


async def test_button_and_modal_work_after_bot_and_playground_restarted(tmp_path):
    world = tmp_path / "restarted.sqlite"
    async with served(world) as wire:
        playground = PlaygroundHandles(wire.base_url)
        async with playground.person() as person, running_bot(playground):
            await person.wait_for_bot("draw")
            reply = await person.command("draw", prompt="plum")
            drawn = await person.wait_for(reply, lambda message: message.buttons)

    async with served(world) as wire:
        playground = PlaygroundHandles(wire.base_url)
        async with playground.person("other") as person, running_bot(playground):
            await person.wait_for_bot("draw")
            again = await person.press(drawn, "Again")
            modal = await person.press(drawn, "Edit")
            remixed = await person.submit(modal, {"Prompt": "pear"})

            assert (again.content, again.is_ephemeral) == ("again plum", True)
            assert isinstance(modal, ShownModal)
            assert (remixed.id, remixed.content) == (drawn.id, "remixed pear")
            assert await person.pictures(remixed) == [picture_of("plum")]


async def test_deferred_answer_reads_an_upload_and_follows_up(playground):
    async with (
        playground.person() as person,
        playground.person("other") as other,
        running_bot(playground),
    ):
        await person.wait_for_bot("think")

        thinking = await person.command("think", private=True, picture=("cat.png", b"12345"))
        told = await person.wait_for(thinking, lambda message: message.content)
        await person.wait_for_message(lambda message: message.content == "and that is all")

        assert thinking.is_thinking
        assert told.content == "cat.png has 5 bytes"
        assert told.is_ephemeral
        assert await other.messages() == []


async def test_menu_on_a_message_tells_what_it_says(playground):
    async with playground.person() as person, running_bot(playground):
        await person.wait_for_bot()
        said = await person.say("hello")

        looked = await person.menu("Look", said)

        assert looked.content == "it says hello"


async def test_bot_resumes_after_the_gateway_drops_and_misses_nothing(playground):
    async with playground.person() as person, running_bot(playground) as bot:
        await person.wait_for_bot("draw")
        for action in ("drop", "reconnect"):
            bot.resumed.clear()
            await playground.break_gateway(action)
            reply = await person.command("draw", prompt=action)
            await bot.resumed.wait()

            assert reply.content == f"queuing {action} 1"


async def test_bot_identifies_anew_after_its_session_is_invalidated(playground):
    async with playground.person() as person, running_bot(playground) as bot:
        await person.wait_for_bot("draw")
        await bot.identified.wait()
        bot.identified.clear()
        await playground.break_gateway("invalidate")
        await bot.identified.wait()

        assert (await person.command("draw", prompt="x")).content == "queuing x 1"


async def test_bot_waits_out_a_429_and_the_edit_still_arrives(playground):
    async with playground.person() as person, running_bot(playground):
        await person.wait_for_bot("limits")
        await playground.throttle("message_edit", count=2, retry_after=0.05)

        reply = await person.command("limits", edits=2)
        last = await person.wait_for(reply, lambda message: message.content == "2")

        statuses = [one["status"] for one in await playground.requests()]
        assert statuses.count(429) == 2
        assert [look.content for look in person.looks(last)] == ["0", "1", "2"]


async def test_sharded_bot_connects_and_reads_itself_and_the_guild(playground):
    use_address(playground.base_url)
    bot = discord.AutoShardedClient(intents=discord.Intents(guilds=True))
    connected = asyncio.Event()
    bot.event(named("on_connect", connected.set))
    async with bot:
        running = asyncio.create_task(bot.start("playground"))
        await connected.wait()
        information = await bot.application_info()
        guild = await bot.fetch_guild(int(GUILD))
        channel = await bot.fetch_channel(int(GENERAL))
        member = await guild.fetch_member(int(MEMBER))
        sent = await member.send("psst")

        assert information.name == "Atelier"
        assert (guild.name, channel.name) == ("The Playground", "general")
        assert sent.channel.recipient.name == "mira"
        await bot.close()
        with suppress(asyncio.CancelledError):
            await running


def named(name, function):
    """Return an event listener of this name that calls a function."""

    async def listener():
        function()

    listener.__name__ = name
    return listener
