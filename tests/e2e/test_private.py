"""A private picture is its person's alone, before and after a quarter of an hour."""

from __future__ import annotations

import pytest

from tests.support.patience import until
from tests.support.results import is_result, seed_of

SLOW = {"stub_step_seconds": 0.3}


async def draw(person, **options):
    options = {"prompt": "a red apple", "steps": 2, "seed": 7, "private": True, **options}
    message = await person.command("imagine", **options)
    assert message.is_ephemeral
    return message


def job_of(message):
    name = message.attachments[0]["filename"]
    return int(name.split("-")[1])


@pytest.mark.asyncio(loop_scope="module")
async def test_a_private_picture_is_seen_by_its_person_alone(stage):
    done = await stage.member.wait_for(await draw(stage.member, number=2), is_result)
    job_id = job_of(done)

    refused = await stage.other.command("show", job=job_id)
    untold = await stage.other.command("info", job=job_id)

    assert done.is_ephemeral
    assert done.id not in {one.id for one in await stage.other.messages()}
    assert "not known here" in refused.content
    assert "not known here" in untold.content


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_done_with_a_private_picture_is_private(stage):
    done = await stage.member.wait_for(await draw(stage.member, number=2), is_result)

    picked = await stage.member.press(done, "U2")
    again = await stage.member.press(done, "Reroll")
    varied = await stage.member.press(done, "V1")
    form = await stage.member.press(done, "Remix")
    remixed = await stage.member.submit(form, {"Prompt": "a green apple"})
    shown = await stage.member.command("show", job=job_of(done))

    for answer in (picked, again, varied, remixed, shown):
        assert (await stage.member.wait_for(answer, is_result)).is_ephemeral


@pytest.mark.asyncio(loop_scope="module")
async def test_a_private_permutation_stays_private_and_a_public_one_public(stage):
    for private in (True, False):
        prompt = "a {red, blue} apple"
        asked = await stage.member.command("imagine", prompt=prompt, steps=1, private=private)
        begun = await stage.member.press(asked, "Draw 2 pictures")
        assert begun.is_ephemeral is private


@pytest.mark.asyncio(loop_scope="module")
async def test_deleting_a_private_picture_leaves_its_trace_to_its_person(stage):
    done = await stage.member.wait_for(await draw(stage.member), is_result)

    gone = await stage.member.wait_for(
        await stage.member.press(done, "Delete"), lambda shown: not shown.attachments
    )

    assert gone.is_ephemeral
    assert "deleted" in gone.content.lower()


async def test_a_private_picture_that_is_done_after_its_token_comes_directly(
    start_bot, member, playground
):
    bot = await start_bot(engine=SLOW)
    await member.wait_for_bot("imagine")
    message = await draw(member, steps=20)
    await member.wait_for(message, lambda shown: "▰" in shown.content)
    await playground.advance(16 * 60)

    direct = await member.wait_for_message(lambda shown: shown.id > message.id and shown.images)

    assert not direct.is_ephemeral
    assert direct.channel_id == member.channel_id("@")
    assert [seed_of(data) for data in await member.pictures(direct)] == [7]
    assert "/show" in direct.content
    await until(lambda: '"state": "delivered"' in bot.logged())


async def test_a_stand_in_has_the_buttons_of_what_it_stands_for_and_they_outlive_the_bot(
    start_bot, member, playground, sqlite_url
):
    bot = await start_bot(engine=SLOW)
    await member.wait_for_bot("imagine")
    message = await draw(member, steps=20)
    await member.wait_for(message, lambda shown: "▰" in shown.content)
    await playground.advance(16 * 60)
    direct = await member.wait_for_message(lambda shown: shown.id > message.id and shown.images)
    await bot.stop()
    bot.configure(sqlite_url, {})
    await bot.start()
    await bot.until_connected()

    async def done(answer):
        return await member.wait_for(answer, is_result)

    again = await done(await member.press(direct, "Reroll"))
    varied = await done(await member.press(again, "Vary subtle"))
    form = await member.press(direct, "Remix")
    remixed = await done(await member.submit(form, {"Prompt": "a plum"}))
    form = await member.press(direct, "Zoom out…")
    question = await member.submit(form, {"Prompt": "{green, blue} pear"})
    zoomed = await done(await member.press(question, "Draw 2 pictures"))
    picked = await member.press(zoomed, "U2")
    about = await member.press(direct, "Info")
    shown = await member.command("show", job=job_of(again))
    async with playground.person("admin") as admin:
        await admin.told("mod ban", user=member, reason="enough")
        refused = await member.press(direct, "Reroll")
        await admin.told("mod takedown", user=member, do="remove")
    for one in (direct, again, varied, zoomed, picked):
        await member.wait_for(one, lambda shown: "taken back" in shown.content)

    assert len(zoomed.images) == 2
    for one in (again, varied, remixed, zoomed, picked):
        assert one.images
        assert one.channel_id == direct.channel_id
        assert not one.is_ephemeral
    assert "a red apple" in about.content
    assert shown.is_ephemeral
    assert "enough" in refused.content


async def test_a_private_job_outlives_its_bot(start_bot, member):
    bot = await start_bot(engine=SLOW)
    await member.wait_for_bot("imagine")
    message = await draw(member, steps=20)
    await member.wait_for(message, lambda shown: "▰" in shown.content)
    await bot.kill()
    await bot.start()

    direct = await member.wait_for_message(lambda shown: shown.id > message.id and shown.images)

    assert direct.channel_id == member.channel_id("@")


async def test_a_server_may_close_its_buttons_to_others(start_bot, member, playground):
    await start_bot()
    await member.wait_for_bot("imagine")
    message = await member.command("imagine", prompt="a red apple", steps=1)
    done = await member.wait_for(message, is_result)
    async with playground.person("admin") as admin, playground.person("other") as other:
        set_up = await admin.command("admin setup", shared_buttons=False)
        await admin.wait_for(set_up, lambda shown: "only the person who asked" in shown.content)

        refused = await other.press(done, "Reroll")
        untold = await other.press(done, "Info")
        own = await member.press(done, "Reroll")

        assert "only the person who asked may use" in refused.content
        assert "only the person who asked may use" in untold.content
        assert not own.is_ephemeral
