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


@pytest.mark.parametrize("is_row_told", [True, False], ids=["aged out", "lost"])
async def test_a_chain_is_drawn_again_to_its_beginning_after_a_yes(stage, forget, is_row_told):
    first = await draw(stage.member)
    second = await stage.member.wait_for(await stage.member.press(first, "⬅️"), is_result)
    third = await stage.member.wait_for(await stage.member.press(second, "Zoom out 2×"), is_result)
    before = await stage.member.pictures(third)
    for one in (first, second, third):
        forget(one, is_row_told=is_row_told)

    public = await stage.member.press(third, "Upscale 2×")
    question = await stage.member.wait_for_message(
        lambda shown: int(shown.id) > int(third.id) and "must be drawn" in shown.content
    )
    await stage.member.wait_until_gone(public)
    (label,) = question.buttons
    drawn = await stage.member.wait_for(await stage.member.press(question, label), is_result)
    rerolled = await stage.member.wait_for(await stage.member.press(third, "Reroll"), is_result)
    await stage.member.delete(question)

    assert question.is_ephemeral
    assert "(pictures: 2)" in question.content
    assert label.startswith("Draw 3 pictures for ")
    assert await stage.member.pictures(drawn) == before
    assert AGAIN in drawn.content
    assert not rerolled.is_ephemeral


async def test_what_was_deleted_is_not_drawn_again_for_what_starts_from_it(stage, forget):
    first = await draw(stage.member)
    second = await stage.member.wait_for(await stage.member.press(first, "⬅️"), is_result)
    await stage.member.press(first, "Delete")

    public = await stage.member.press(second, "Reroll")
    await stage.member.wait_until_gone(public)
    refusal = await stage.member.wait_for_message(lambda shown: "no longer kept" in shown.content)

    assert refusal.is_ephemeral


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
