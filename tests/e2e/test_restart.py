"""Whatever is killed, the picture arrives once."""

from __future__ import annotations

from tests.support.patience import until
from tests.support.results import is_result, seed_of

SLOW = {"stub_step_seconds": 0.05}


async def the_only_result(person):
    """The one message that shows pictures."""
    (message,) = [message for message in await person.messages() if message.images]
    return message


async def test_bot_killed_while_drawing_delivers_after_its_restart(start_bot_on_both, member):
    bot = await start_bot_on_both(engine=SLOW)
    await member.wait_for_bot("imagine")
    message = await member.command("imagine", prompt="a red apple", number=2, seed=7, steps=60)
    await member.wait_for(message, lambda shown: "%" in shown.content)

    await bot.kill()
    await bot.start()
    done = await member.wait_for(message, is_result)

    assert [seed_of(png) for png in await member.pictures(done)] == [7, 8]
    assert (await the_only_result(member)).id == message.id

    answer = await member.press(done, "Reroll")
    rerolled = await member.wait_for(answer, is_result)
    assert len(rerolled.images) == 2


async def test_bot_killed_between_the_row_and_the_edit_delivers_without_drawing_again(
    start_bot_on_both, member, playground
):
    bot = await start_bot_on_both()
    await member.wait_for_bot("imagine")
    await playground.throttle("message_edit", retry_after=60)
    message = await member.command("imagine", prompt="a red apple", seed=7)

    async def is_held():
        return any(request["status"] == 429 for request in await playground.requests())

    await until(is_held)
    assert "job_rendered" in bot.logged()

    await bot.kill()
    drawn = bot.logged().count("job_running")
    await bot.start()
    done = await member.wait_for(message, is_result)

    assert [seed_of(png) for png in await member.pictures(done)] == [7]
    assert (await the_only_result(member)).id == message.id
    assert bot.logged().count("job_running") == drawn
    assert "delivery_resumed" in bot.logged()


async def test_engine_killed_while_drawing_is_replaced_and_the_picture_arrives(start_bot, member):
    bot = await start_bot(engine=SLOW)
    await member.wait_for_bot("imagine")
    message = await member.command("imagine", prompt="a red apple", seed=7, steps=60)
    await member.wait_for(message, lambda shown: "%" in shown.content)

    bot.kill_engine()
    done = await member.wait_for(message, is_result)

    assert [seed_of(png) for png in await member.pictures(done)] == [7]
    assert (await the_only_result(member)).id == message.id


async def test_bot_asked_to_end_says_so_and_hands_its_job_to_the_next(start_bot, member):
    bot = await start_bot(engine=SLOW)
    await member.wait_for_bot("imagine")
    message = await member.command("imagine", prompt="a red apple", seed=7, steps=100)
    await member.wait_for(message, lambda shown: "%" in shown.content)

    assert await bot.stop() == 0
    paused = await member.wait_for(message, lambda shown: "restarting" in shown.content)
    await bot.start()
    done = await member.wait_for(message, is_result)

    assert paused.buttons == []
    assert [seed_of(png) for png in await member.pictures(done)] == [7]


async def test_commands_wait_for_an_engine_that_is_still_loading(start_bot, member):
    await start_bot(engine={"stub_load_seconds": 5.0})
    await member.wait_for_bot("imagine")

    message = await member.command("imagine", prompt="a red apple")
    loading = await member.wait_for(message, lambda shown: "loading the stub" in shown.content)
    done = await member.wait_for(message, is_result)

    assert "Atelier is starting" in loading.content
    assert done.images


async def test_message_deleted_while_drawing_ends_the_job_and_gives_the_images_back(
    start_bot, playground, member
):
    bot = await start_bot(engine=SLOW, limits={"daily_images": 2})
    await member.wait_for_bot("imagine")
    message = await member.command("imagine", prompt="a red apple", number=2, steps=40)
    await member.wait_for(message, lambda shown: "%" in shown.content)
    async with playground.person("moderator") as moderator:
        await moderator.delete(message)

    await until(lambda: '"state": "failed"' in bot.logged())
    again = await member.command("imagine", prompt="a red apple", number=2, steps=1)
    done = await member.wait_for(again, is_result)

    assert "message_gone" in bot.logged()
    assert done.images


async def test_daily_limit_takes_the_message_back_and_tells_privately(start_bot_on_both, member):
    await start_bot_on_both(limits={"daily_images": 3})
    await member.wait_for_bot("imagine")
    first = await member.command("imagine", prompt="a red apple", number=2, steps=1)
    await member.wait_for(first, is_result)

    refused = await member.command("imagine", prompt="a red apple", number=2, steps=1)
    await member.wait_until_gone(refused)
    reason = await member.wait_for_message(lambda message: message.is_ephemeral)
    last = await member.command("imagine", prompt="a red apple", number=1, steps=1)

    assert "3 pictures for today" in reason.content
    assert (await member.wait_for(last, is_result)).images


async def test_bot_goes_on_after_the_gateway_broke(start_bot, member, playground):
    bot = await start_bot()
    await member.wait_for_bot("imagine")
    message = await member.command("imagine", prompt="a red apple", steps=1)
    await member.wait_for(message, is_result)

    await playground.break_gateway("invalidate")
    await until(lambda: bot.logged().count('"event": "connected"') == 2)
    again = await member.command("imagine", prompt="a red apple", steps=1)

    assert (await member.wait_for(again, is_result)).images
