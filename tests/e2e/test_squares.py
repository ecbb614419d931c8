"""A person on a phone chooses by number what of a picture is redrawn, and is asked about costs."""

from __future__ import annotations

import hashlib

import pytest

from bot.ordering.cells import draw_mask
from tests.support.results import is_result, parameters_of
from tests.support.uploads import BAD, png

pytestmark = pytest.mark.asyncio(loop_scope="module")

SQUARES = "Squares to redraw"


def mask_of(*cells):
    return hashlib.sha256(draw_mask(frozenset(cells))).hexdigest()[:12]


async def ask(person, **options):
    """Use /edit with the grid; return the question, which is private."""
    thinking = await person.command(
        "edit", prompt="a hat", picture=png((300, 200)), grid=True, steps=4, **options
    )
    question = await person.wait_for(thinking, lambda shown: shown.content)
    assert question.is_ephemeral
    return question


async def told_of(person, answer):
    done = await person.wait_for(answer, is_result)
    return [parameters_of(data) for data in await person.pictures(done)]


async def test_the_picture_is_shown_with_numbers_and_squares_are_chosen_in_a_list(stage):
    question = await ask(stage.member, number=2)

    answer = await stage.member.choose(question, SQUARES, "6", "7")

    assert not answer.is_ephemeral
    assert "Which squares should be redrawn?" in question.content
    assert "It costs 0.12 credits." in question.content
    assert [one["filename"] for one in question.attachments] == ["squares.jpg"]
    assert [one["label"] for one in question.control(SQUARES)["options"]] == [
        str(number) for number in range(1, 17)
    ]
    told = await told_of(stage.member, answer)
    assert len(told) == 2
    assert all(f"Mask hash: {mask_of(6, 7)}" in one for one in told)
    assert all("Denoising strength: 0.9" in one for one in told)


async def test_the_question_is_answered_again_and_over_a_restart_in_a_list_and_by_typing(stage):
    question = await ask(stage.member)
    form = await stage.member.press(question, "Type numbers")
    await stage.bot.restart()

    typed = await stage.member.submit(form, {"Numbers, such as 1 2 5-8": "1 5-6"})
    chosen = await stage.member.choose(question, SQUARES, "16")
    again = await stage.member.press(question, "Type numbers")
    wrong = await stage.member.submit(again, {"Numbers, such as 1 2 5-8": "40"})

    assert f"Mask hash: {mask_of(1, 5, 6)}" in (await told_of(stage.member, typed))[0]
    assert f"Mask hash: {mask_of(16)}" in (await told_of(stage.member, chosen))[0]
    assert wrong.is_ephemeral
    assert "Write numbers from 1 to 16" in wrong.content


async def test_what_is_asked_for_privately_is_answered_privately(stage):
    question = await ask(stage.member, private=True)
    answer = await stage.member.choose(question, SQUARES, "3")
    done = await stage.member.wait_for(answer, is_result)

    template = await stage.member.command(
        "outpaint", prompt="{a, b}", picture=png(), steps=1, private=True
    )
    drawn = await stage.member.press(template, "Draw 2 pictures")

    assert done.is_ephemeral
    assert drawn.is_ephemeral
    await stage.member.wait_for(drawn, is_result)


async def test_what_is_no_picture_or_named_twice_is_refused_privately(stage):
    thinking = await stage.member.command(
        "edit", prompt="x", picture=("picture.png", BAD["html"]), grid=True
    )
    refused = await stage.member.wait_for(thinking, lambda shown: shown.content)
    twice = await stage.member.command("edit", prompt="x", picture=png(), grid=True, squares="1")

    assert refused.is_ephemeral
    assert "That picture cannot be used" in refused.content
    assert "in one way only" in twice.content


@pytest.mark.parametrize("command", ["edit", "outpaint"])
async def test_a_template_over_a_picture_asks_first_with_the_price_and_draws_once(stage, command):
    question = await stage.member.command(
        command, prompt="{red, blue} hat", picture=png((300, 200)), steps=50, number=2
    )

    answer = await stage.member.press(question, "Draw 4 pictures")
    told = await told_of(stage.member, answer)
    late = await stage.member.press(question, "Draw 4 pictures")
    await stage.member.wait_until_gone(late)

    assert question.is_ephemeral
    assert "**2** prompts: **4 pictures** in all for " in question.content
    assert [one.partition("\n")[0] for one in told] == ["red hat", "blue hat"] * 2
    assert all("Init image hash" in one for one in told)


async def test_a_template_in_imagine_says_its_price_and_more_than_the_cap_is_refused(stage):
    question = await stage.member.command("imagine", prompt="{red, blue} apple", steps=50)
    many = await stage.member.command("edit", prompt="{a, b, c}", picture=png(), number=9)

    assert "**2 pictures** in all for 2 credits." in question.content
    assert "pictures at once are too many here" in many.content
