"""A person zooms out as far as they like, with other words, and is asked first about templates."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.support.results import is_result, parameters_of, seed_of
from tests.support.uploads import png

pytestmark = pytest.mark.asyncio(loop_scope="module")

BUTTON = "Zoom out…"
FAR = "How far, 1 to 4"


async def draw(person, **options):
    message = await person.command(
        "imagine", **{"prompt": "a red apple", "steps": 2, "seed": 7, **options}
    )
    return await person.wait_for(message, is_result)


async def told_of(person, answer):
    done = await person.wait_for(answer, is_result)
    return [parameters_of(data) for data in await person.pictures(done)]


async def test_a_picture_is_zoomed_as_far_as_said_with_other_words_also_after_a_restart(stage):
    done = await draw(stage.member)

    form = await stage.member.press(done, BUTTON)
    await stage.bot.restart()
    await draw(stage.member)  # the model is known from here on
    answer = await stage.member.submit(form, {FAR: "4", "Prompt": "an orchard --no worms"})

    assert form.fields[FAR]["value"] == "1.7"
    assert form.fields["Prompt"]["value"] == "a red apple"
    (told,) = await told_of(stage.member, answer)
    assert told.startswith("an orchard\nNegative prompt: worms\n")
    assert "Outpaint: 192 192 192 192" in told


@pytest.mark.parametrize("far", ["0.5", "4.1", "nan", "far away"])
async def test_what_is_no_zoom_is_explained(stage, far):
    form = await stage.member.press(await draw(stage.member), BUTTON)

    answer = await stage.member.submit(form, {FAR: far})

    assert answer.is_ephemeral
    assert "Write a number from 1 to 4" in answer.content


async def test_the_form_is_for_the_requester(stage):
    done = await draw(stage.member)

    answer = await stage.other.press(done, BUTTON)

    assert "Only the person who asked" in answer.content


async def test_outpaint_takes_any_zoom_too(stage):
    answer = await stage.member.command(
        "outpaint", prompt="a field", picture=png((100, 100)), zoom=4, steps=1
    )

    (told,) = await told_of(stage.member, answer)
    assert "Outpaint: 192 192 192 192" in told


@pytest.mark.parametrize(("button", "count"), [("Remix", 2), (BUTTON, 2)])
async def test_a_template_in_a_form_asks_first_with_the_price_and_draws_once(stage, button, count):
    done = await draw(stage.member)

    form = await stage.member.press(done, button)
    question = await stage.member.submit(form, {"Prompt": "{green, blue} pear --seed 9"})
    answer = await stage.member.press(question, f"Draw {count} pictures")
    drawn = await stage.member.wait_for(answer, is_result)
    late = await stage.member.press(question, f"Draw {count} pictures")
    await stage.member.wait_until_gone(late)

    assert question.is_ephemeral
    assert f"**{count} pictures** in all for " in question.content
    assert not drawn.is_ephemeral
    pictures = await stage.member.pictures(drawn)
    assert [parameters_of(one).partition("\n")[0] for one in pictures] == [
        "green pear",
        "blue pear",
    ]
    assert [seed_of(one) for one in pictures] == [9, 9]


async def test_a_picture_that_was_zoomed_can_be_enlarged(stage):
    form = await stage.member.press(await draw(stage.member), BUTTON)
    zoomed = await stage.member.wait_for(await stage.member.submit(form, {}), is_result)

    answer = await stage.member.press(zoomed, "Upscale 2×")  # noqa: RUF001  the sign is meant

    large = await stage.member.wait_for(answer, is_result)
    (data,) = await stage.member.pictures(large)
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (1024, 1024)
