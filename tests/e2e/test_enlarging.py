"""A person has pictures enlarged: drawn here or brought, in every way."""

# ruff: noqa: RUF001  the multiplication sign is meant

from __future__ import annotations

import io

import pytest
from PIL import Image, PngImagePlugin

from tests.support.results import is_result, parameters_of
from tests.support.uploads import png

pytestmark = pytest.mark.asyncio(loop_scope="module")

WAYS = "Enlarge in another way"


async def draw(person, **options):
    message = await person.command("imagine", prompt="a red apple", steps=4, **options)
    return await person.wait_for(message, is_result)


async def enlarged(person, answer):
    """Wait for the result; return its size, what it says of itself, and its message."""
    done = await person.wait_for(answer, is_result)
    (data,) = await person.pictures(done)
    with Image.open(io.BytesIO(data)) as image:
        return image.size, parameters_of(data), done


async def refusal_of(person, answer):
    """Return the private sentence, the public message being taken back."""
    if answer.is_ephemeral:
        return answer.content
    await person.wait_until_gone(answer)
    refusal = await person.wait_for_message(
        lambda shown: shown.is_ephemeral and int(shown.id) > int(answer.id)
    )
    return refusal.content


async def test_the_button_enlarges_what_was_drawn_and_says_what_it_costs(stage):
    done = await draw(stage.member)

    answer = await stage.member.press(done, "Upscale 2×")
    size, told, large = await enlarged(stage.member, answer)

    assert size == (1024, 1024)
    assert "Denoising strength: 0.25" in told
    assert told.endswith("Upscale: 2")
    assert "credits" in large.content


@pytest.mark.parametrize(
    ("way", "side", "said"),
    [
        ("Creative 2×", 1024, "Denoising strength: 0.5"),
        ("Plain 2×", 1024, "Upscale: 2, Upscaler: Lanczos"),
        ("Subtle 4×", 2048, "Upscale: 4"),
    ],
)
async def test_the_list_under_a_picture_enlarges_it_in_other_ways(stage, way, side, said):
    done = await draw(stage.member)

    size, told, _ = await enlarged(stage.member, await stage.member.choose(done, WAYS, way))

    assert size == (side, side)
    assert said in told


async def test_it_is_enlarged_privately_when_asked_to(stage):
    answer = await stage.member.command("upscale", picture=png(), how="plain", private=True)

    assert answer.is_ephemeral
    await stage.member.wait_for(answer, is_result)


async def test_a_plain_one_costs_little(stage):
    _, _, done = await enlarged(
        stage.member, await stage.member.command("upscale", picture=png((512, 512)), how="plain")
    )

    assert "0.04 credits" in done.content


async def test_anybody_s_picture_is_enlarged_with_the_words_that_it_tells(stage):
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("parameters", "a {blue} cat\nNegative prompt: dog\nSteps: 20, Seed: 5")
    picture = png((300, 200), pnginfo=chunks)

    size, told, done = await enlarged(
        stage.member, await stage.member.command("upscale", picture=picture, factor=4)
    )

    assert size == (1216, 800)
    assert told.startswith("a {blue} cat\n")
    assert "a {blue} cat" in done.content


async def test_what_the_person_says_goes_before_what_the_picture_tells(stage):
    _, told, _ = await enlarged(
        stage.member,
        await stage.member.command(
            "upscale", picture=png(), how="creative", prompt="an {old} tree"
        ),
    )

    assert told.startswith("an {old} tree\n")


async def test_a_job_is_enlarged_by_its_number(stage):
    done = await draw(stage.member, number=2, seed=70)
    job_id = int(done.control("Reroll")["custom_id"].rpartition(":")[2])

    size, told, _ = await enlarged(
        stage.member, await stage.member.command("upscale", job=job_id, which=2, how="plain")
    )
    refused = await stage.other.command("upscale", job=job_id)

    assert size == (1024, 1024)
    assert told.startswith("a red apple\n")
    assert "Only the person who asked" in await refusal_of(stage.other, refused)


async def test_the_menu_asks_how_with_prices_and_the_question_outlives_a_restart(stage):
    posted = await stage.other.upload(png((400, 300)), "holiday.png")

    question = await stage.member.menu("Upscale", posted)
    options = question.control(WAYS)["options"]
    await stage.bot.restart()
    await draw(stage.member)  # the model is known from here on, and with it the exact size
    size, told, _ = await enlarged(
        stage.member, await stage.member.choose(question, WAYS, "Plain 4×")
    )

    assert question.is_ephemeral
    assert len(options) == 6
    assert all("credits" in option["description"] for option in options)
    assert size == (1600, 1216)
    assert "Upscaler: Lanczos" in told


async def test_buttons_of_before_a_restart_enlarge_and_a_plain_one_can_be_varied(stage):
    done = await draw(stage.member)
    _, _, plain = await enlarged(stage.member, await stage.member.choose(done, WAYS, "Plain 2×"))
    await stage.bot.restart()

    size, _, _ = await enlarged(stage.member, await stage.member.press(done, "Upscale 2×"))
    _, told, _ = await enlarged(stage.member, await stage.member.press(plain, "Vary subtle"))

    assert size == (1024, 1024)
    assert "Upscaler" not in told


async def test_what_is_too_large_is_refused_in_a_clear_sentence(stage):
    answer = await stage.member.command("upscale", picture=png((1200, 1000)), factor=4)
    posted = await stage.other.upload(png((1200, 1200)), "large.png")

    assert "4800×4000 pixels; 2048×2048 are the most" in await refusal_of(stage.member, answer)
    assert "2400×2400 pixels" in (await stage.member.menu("Upscale", posted)).content


@pytest.mark.parametrize("options", [{}, {"job": 1, "picture": png()}])
async def test_one_picture_must_be_named(stage, options):
    answer = await stage.member.command("upscale", **options)

    assert answer.is_ephemeral
    assert "Attach a picture, or give the number of a job" in answer.content
