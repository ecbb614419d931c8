"""What nobody wants any more is not drawn, and says so."""

from __future__ import annotations

import pytest

from tests.support.patience import until
from tests.support.results import is_result

SLOW = {"stub_step_seconds": 0.1}


def is_cancelled(message):
    return "Cancelled." in message.content and not message.buttons


async def drawing(person, **options):
    message = await person.command("imagine", **{"prompt": "a red apple", "steps": 100, **options})
    return await person.wait_for(
        message, lambda shown: "%" in shown.content and "Cancel" in shown.buttons
    )


async def test_its_person_cancels_a_job_that_is_being_drawn(start_bot, member, playground):
    bot = await start_bot(engine=SLOW)
    await member.wait_for_bot("imagine")
    message = await drawing(member)

    async with playground.person("other") as other:
        refusal = await other.press(message, "Cancel")
        refused = await other.wait_for_message(lambda one: one.is_ephemeral)
    await member.press(message, "Cancel")
    done = await member.wait_for(message, is_cancelled)

    assert refusal is not None
    assert "Only the person who asked" in refused.content
    assert done.images == []
    assert '"state": "cancelled"' in bot.logged()
    again = await member.command("imagine", prompt="another", steps=1)
    assert (await member.wait_for(again, is_result)).images


async def test_a_moderator_cancels_anybody_s_waiting_job_after_a_restart(
    start_bot, member, playground
):
    bot = await start_bot(engine={"stub_load_seconds": 600.0})
    await member.wait_for_bot("imagine")
    message = await member.command("imagine", prompt="a red apple")
    waiting = await member.wait_for(message, lambda shown: "Cancel" in shown.buttons)
    await bot.kill()
    await bot.start()
    await bot.until_connected()

    async with playground.person("moderator") as moderator:
        await moderator.press(waiting, "Cancel")
        done = await moderator.wait_for(waiting, is_cancelled)

    assert done.images == []


async def test_queue_lists_one_s_own_jobs_and_cancels_the_chosen_one(start_bot, member):
    await start_bot(engine=SLOW)
    await member.wait_for_bot("queue")
    message = await drawing(member)

    listed = await member.command("queue")
    listed = await member.wait_for(listed, lambda shown: "a red apple" in shown.content)
    (option,) = listed.control("atelier:cancel-one")["options"]
    await member.choose(listed, "atelier:cancel-one", option["value"])
    emptied = await member.wait_for(listed, lambda shown: "Nothing of yours" in shown.content)
    done = await member.wait_for(message, is_cancelled)

    assert listed.is_ephemeral
    assert "being drawn" in listed.content
    assert emptied.buttons == []
    assert done.images == []


@pytest.mark.slow
async def test_a_job_that_another_bot_draws_is_cancelled_by_that_bot(
    start_bot, member, tmp_path, playground, sqlite_url
):
    from tests.support.bots import running_bot

    first = await start_bot(engine=SLOW)
    await member.wait_for_bot("imagine")
    message = await drawing(member, steps=150)
    (folder := tmp_path / "second").mkdir()
    # only the second bot hears presses: the first one's process stands still while one is made
    async with running_bot(folder, playground.base_url, sqlite_url, engine=SLOW) as second:
        await until(lambda: '"connected"' in second.logged())
        await member.press(message, "Cancel")
        done = await member.wait_for(message, is_cancelled)

    assert done.images == []
    assert '"state": "cancelled"' in first.logged() + second.logged()
