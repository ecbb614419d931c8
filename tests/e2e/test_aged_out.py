"""Pictures whose files are no longer kept are drawn again from their recipe, and that is said."""

# ruff: noqa: RUF001  the multiplication sign is meant

from __future__ import annotations

import sqlite3

import pytest

from tests.support.results import is_result, parameters_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

AGAIN = "Drawn again from its recipe"


@pytest.fixture(scope="module")
def forget(stage):
    """Let files age out: as retention leaves the rows, or as somebody who empties the folder."""

    def let_go(message, *, is_row_told):
        job_id = message.control("atelier:reroll")["custom_id"].rpartition(":")[2]
        for file in (stage.bot.folder / "images").rglob(f"{job_id}-*.png"):
            file.unlink()
        if is_row_told:
            with sqlite3.connect(stage.bot.folder / "atelier.sqlite") as database:
                database.execute("UPDATE images SET file = NULL WHERE job_id = ?", (job_id,))
        return int(job_id)

    return let_go


async def draw(person, **options):
    message = await person.command("imagine", prompt="a red apple", steps=2, **options)
    return await person.wait_for(message, is_result)


@pytest.mark.parametrize("is_row_told", [True, False], ids=["aged out", "lost"])
async def test_what_needs_the_file_draws_it_again_and_says_so(stage, forget, is_row_told):
    done = await draw(stage.member)
    before = await stage.member.pictures(done)
    job_id = forget(done, is_row_told=is_row_told)
    form = await stage.member.press(done, "Zoom out…")

    answers = [
        *[
            await stage.member.press(done, button)
            for button in ("Upscale 2×", "Zoom out 2×", "Make square", "⬅️")
        ],
        await stage.member.choose(done, "Enlarge in another way", "Plain 4×"),
        await stage.member.submit(form, {}),
        await stage.member.command("upscale", job=job_id),
        await stage.member.command("show", job=job_id),
        await stage.member.menu("Upscale", done),
    ]

    for answer in answers:
        again = await stage.member.wait_for(answer, is_result)
        assert AGAIN in again.content
        assert await stage.member.pictures(again) == before


@pytest.mark.parametrize("is_row_told", [True, False], ids=["aged out", "lost"])
async def test_all_pictures_of_a_job_are_shown_again_unless_one_was_deleted(
    stage, forget, is_row_told
):
    done = await draw(stage.member, number=3)
    before = await stage.member.pictures(done)
    job_id = forget(done, is_row_told=is_row_told)

    shown = await stage.member.command("show", job=job_id)
    again = await stage.member.wait_for(shown, is_result)
    picked = await stage.member.wait_for(await stage.member.press(done, "U3"), is_result)

    assert AGAIN in again.content
    assert AGAIN in picked.content
    assert await stage.member.pictures(again) == before
    assert await stage.member.pictures(picked) == before[2:]


async def test_what_needs_the_recipe_alone_works_as_ever(stage, forget):
    done = await draw(stage.member)
    forget(done, is_row_told=True)

    varied = await stage.member.wait_for(await stage.member.press(done, "Vary strong"), is_result)
    rerolled = await stage.member.wait_for(await stage.member.press(done, "Reroll"), is_result)
    form = await stage.member.press(done, "Remix")
    remixed = await stage.member.wait_for(
        await stage.member.submit(form, {"Prompt": "a plum"}), is_result
    )
    about = await stage.member.press(done, "Info")

    for shown in (varied, rerolled, remixed):
        assert AGAIN not in shown.content
    assert parameters_of((await stage.member.pictures(remixed))[0]).startswith("a plum\n")
    assert "a red apple" in about.content
