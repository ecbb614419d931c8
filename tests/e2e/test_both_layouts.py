"""What people do most is the same in both layouts: classic messages and Discord's components."""

# ruff: noqa: RUF001  the multiplication sign is meant

from __future__ import annotations

import shutil

import pytest
import pytest_asyncio

from tests.e2e.conftest import starting, strict_playground
from tests.support.results import is_result, parameters_of, seed_of
from tests.support.uploads import png

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["classic", "components"])
async def bot(request, tmp_path_factory, _sqlite_template):
    """A bot of that layout, and a person who watches."""
    folder = tmp_path_factory.mktemp(request.param)
    url = f"sqlite:///{shutil.copy(_sqlite_template, folder / 'atelier.sqlite')}"
    async with (
        strict_playground(folder) as playground,
        starting(folder, playground, url) as start,
        playground.person("member") as member,
    ):
        running = await start(
            discord={"layout": request.param},
            engine={"stub_step_seconds": 0.05},
        )
        await member.wait_for_bot("imagine")
        running.member, running.playground = member, playground
        running.is_laid_out = request.param == "components"
        yield running


async def draw(bot, **options):
    options = {"prompt": "a red apple", "steps": 2, "seed": 7, **options}
    return await done(bot, await bot.member.command("imagine", **options))


async def done(bot, answer):
    return await bot.member.wait_for(answer, is_result)


async def told_of(bot, answer):
    (data,) = await bot.member.pictures(await done(bot, answer))
    return parameters_of(data)


async def test_progress_becomes_the_pictures_in_the_same_message(bot):
    shown = await draw(bot, number=2, steps=40)

    looks = bot.member.looks(shown)
    assert [one for one in looks if "%" in one.content and one.buttons == ["Cancel"]]
    assert shown.is_laid_out is bot.is_laid_out
    assert [seed_of(data) for data in await bot.member.pictures(shown)] == [7, 8]
    assert shown.buttons == ["U1", "U2", "V1", "V2", "Reroll", "Remix", "Info", "Delete"]
    assert "a red apple" in shown.content
    assert "seed 7-8" in shown.content


async def test_what_is_cancelled_has_neither_pictures_nor_buttons(bot):
    message = await bot.member.command("imagine", prompt="a red apple", steps=150)
    begun = await bot.member.wait_for(message, lambda shown: "%" in shown.content)

    await bot.member.press(begun, "Cancel")

    ended = await bot.member.wait_for(message, lambda shown: "ancelled" in shown.content)
    assert ended.buttons == ended.images == []


async def test_what_is_withheld_says_so_and_offers_an_appeal(bot):
    shown = await draw(bot, prompt="a moderation test card")

    assert "withheld" in shown.content
    assert shown.images == []
    assert "Reroll" in shown.buttons
    assert [one for one in shown.controls if one["custom_id"].startswith("atelier:appeal:job:")]


async def test_a_picture_that_was_brought_is_changed_and_goes_on_by_its_buttons(bot):
    edited = await bot.member.command("edit", prompt="a fig", picture=png(), steps=2)
    grown = await bot.member.command("outpaint", prompt="a field", picture=png(), steps=2)
    large = await bot.member.command("upscale", picture=png((64, 64)))
    again = await bot.member.press(await done(bot, edited), "Zoom out 2×")

    assert "Denoising strength" in await told_of(bot, edited)
    assert "Outpaint" in await told_of(bot, grown)
    assert "Upscale: 2" in await told_of(bot, large)
    assert "Outpaint" in await told_of(bot, again)


async def test_a_picture_that_is_too_large_for_the_place_is_picked_smaller(bot):
    shown = await draw(bot, number=2)
    await bot.playground.limit_uploads(500)

    picked = await done(bot, await bot.member.press(shown, "U2"))
    await bot.playground.limit_uploads(10 * 1024 * 1024)

    assert "too large for this place" in picked.content
    assert picked.is_laid_out is bot.is_laid_out
    assert len(picked.images) == 1


async def test_buttons_and_forms_outlive_the_bot(bot):
    shown = await draw(bot, number=2)
    form = await bot.member.press(shown, "Remix")
    await bot.restart()

    picked = await bot.member.press(shown, "U2")
    varied = await done(bot, await bot.member.press(shown, "V1"))
    remixed = await done(bot, await bot.member.submit(form, {"Prompt": "a plum --n 2"}))
    large = await done(bot, await bot.member.choose(picked, "Enlarge in another way", "Plain 2×"))
    about = await bot.member.menu("Info", picked)
    await bot.member.press(picked, "Delete")
    traces = [
        await bot.member.wait_for(one, lambda shown: "deleted" in shown.content)
        for one in (picked, shown)
    ]

    assert "variation" in varied.content
    assert "seed 8" in about.content
    assert len(remixed.images) == 2
    assert {one.is_laid_out for one in (picked, varied, remixed, large)} == {bot.is_laid_out}
    assert all(one.images == one.buttons == [] for one in traces)
