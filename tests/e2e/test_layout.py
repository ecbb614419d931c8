"""Results in Discord's components: everything that can be done with a classic one works."""

from __future__ import annotations

import pytest
import pytest_asyncio

from tests.e2e.conftest import starting
from tests.support.results import is_result, parameters_of, seed_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

GALLERY = 12


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bot(tmp_path_factory, _sqlite_template):
    """A bot that shows results in components, and a person who watches."""
    import shutil

    from tests.support.playground import running_playground

    folder = tmp_path_factory.mktemp("layout")
    url = f"sqlite:///{shutil.copy(_sqlite_template, folder / 'atelier.sqlite')}"
    async with (
        running_playground(folder) as playground,
        starting(folder, playground, url) as start,
        playground.person("member") as member,
    ):
        running = await start(discord={"layout": "components"}, limits={"num_images": 9})
        await member.wait_for_bot("imagine")
        running.member, running.playground = member, playground
        yield running


async def draw(person, **options):
    message = await person.command(
        "imagine", **{"prompt": "a red apple", "steps": 2, "seed": 7, **options}
    )
    return await person.wait_for(message, is_laid_out)


def is_laid_out(message):
    return message.is_laid_out and bool(message.images)


async def press(person, message, button):
    return await person.wait_for(await person.press(message, button), is_laid_out)


async def test_several_pictures_are_one_gallery_with_their_buttons(bot):
    done = await draw(bot.member, number=4)

    kinds = [part["type"] for part in done.components]
    gallery = done.components[1]
    assert kinds == [10, GALLERY, 10, 1, 1, 1]
    assert [one["description"] for one in gallery["items"]] == [
        f"Picture {number} of 4: a red apple" for number in range(1, 5)
    ]
    assert done.raw["content"] == ""
    assert "a red apple" in done.content
    assert "seed 7-10" in done.content
    assert done.buttons[:8] == ["U1", "U2", "U3", "U4", "V1", "V2", "V3", "V4"]


async def test_more_than_four_have_selects(bot):
    done = await draw(bot.member, number=6)

    picked = await bot.member.choose(done, "Show one picture alone", "U6")

    assert [seed_of(data) for data in await bot.member.pictures(picked)] == [12]
    assert len(done.components[1]["items"]) == 6


async def test_a_menu_starts_from_what_a_gallery_shows(bot):
    done = await draw(bot.member)

    form = await bot.member.menu("Use as start image", done)
    answer = await bot.member.submit(form, {"What it should become": "a fig"})
    begun = await bot.member.wait_for(answer, is_laid_out)
    shown = await bot.member.command("show", job=int(job_of(done)))

    assert "Init image hash" in parameters_of((await bot.member.pictures(begun))[0])
    assert shown.is_laid_out


async def test_delete_leaves_the_trace_alone_in_both_messages(bot):
    done = await draw(bot.member, number=2)
    picked = await bot.member.press(done, "U1")

    await bot.member.press(picked, "Delete")
    traces = [
        await bot.member.wait_for(one, lambda shown: "deleted" in shown.content)
        for one in (picked, done)
    ]

    for trace in traces:
        assert trace.content == f"<@{bot.member.user_id}> deleted what was here."
        assert trace.images == trace.buttons == []


async def test_a_result_of_before_is_deleted_after_the_layout_was_changed_back(bot):
    done = await draw(bot.member, number=2)
    picked = await bot.member.press(done, "U1")
    await bot.stop()
    bot.configure(bot_url(bot), {})
    await bot.start()
    await bot.until_connected()

    classic = await bot.member.wait_for(
        await bot.member.command("imagine", prompt="a pear", steps=2), is_result
    )
    await bot.member.press(picked, "Delete")
    trace = await bot.member.wait_for(done, lambda shown: "deleted" in shown.content)

    assert not classic.is_laid_out
    assert trace.images == []


def job_of(message):
    return message.control("atelier:reroll")["custom_id"].rpartition(":")[2]


def bot_url(bot):
    return f"sqlite:///{bot.folder / 'atelier.sqlite'}"
