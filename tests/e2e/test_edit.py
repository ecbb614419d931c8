"""A person brings a picture and has it drawn over, or drawn further."""

from __future__ import annotations

import hashlib
import io
import re

import pytest
from PIL import Image

from tests.support.results import is_result, parameters_of
from tests.support.uploads import BAD, GOOD, half_transparent, png

pytestmark = pytest.mark.asyncio(loop_scope="module")


def digest(data):
    return hashlib.sha256(data).hexdigest()[:12]


async def draw(person, command, **options):
    message = await person.command(command, **{"prompt": "a red apple", "steps": 1, **options})
    return await person.wait_for(message, is_result)


async def told_of(person, done):
    (data,) = await person.pictures(done)
    return parameters_of(data)


async def refusal_of(person, picture, **options):
    """Use /edit with what cannot be used; return the private sentence, the message being gone."""
    message = await person.command("edit", prompt="x", picture=picture, **options)
    if message.is_ephemeral:
        return message.content
    await person.wait_until_gone(message)
    refusal = await person.wait_for_message(
        lambda shown: shown.is_ephemeral and int(shown.id) > int(message.id)
    )
    return refusal.content


@pytest.mark.parametrize("kind", GOOD)
async def test_any_real_picture_is_started_from(stage, kind):
    picture = GOOD[kind]

    done = await draw(stage.member, "edit", picture=(f"{kind}.png", picture), strength=0.4)

    told = await told_of(stage.member, done)
    assert f"Denoising strength: 0.4, Init image hash: {digest(picture)}" in told


@pytest.mark.parametrize("kind", BAD)
async def test_what_is_no_picture_is_refused_privately_and_takes_its_message_back(stage, kind):
    said = await refusal_of(stage.member, ("picture.png", BAD[kind]))

    assert "That picture cannot be used" in said or "could not be read" in said
    assert "Traceback" not in stage.bot.logged()


async def test_a_file_over_the_limit_is_not_even_fetched(stage):
    said = await refusal_of(stage.member, ("big.png", b"\0" * (26 * 1024 * 1024)))

    assert "over 25 MB" in said


async def test_only_the_squares_that_were_named_are_redrawn(stage):
    done = await draw(stage.member, "edit", picture=png(), squares="1 6-7")

    assert "Mask hash" in await told_of(stage.member, done)
    said = await refusal_of(stage.member, png(), squares="0 17")
    assert "Write numbers from 1 to 16" in said


async def test_the_transparent_part_is_redrawn(stage):
    done = await draw(stage.member, "edit", picture=half_transparent(), transparent=True)

    assert "Mask hash" in await told_of(stage.member, done)
    assert "Nothing of that picture is transparent" in await refusal_of(
        stage.member, png(), transparent=True
    )


async def test_a_mask_of_another_size_is_fitted_and_that_is_said(stage):
    mask = png((32, 32), "L", 255)

    done = await draw(stage.member, "edit", picture=png(), mask=("mask.png", mask))

    assert f"Mask hash: {digest(mask)}" in await told_of(stage.member, done)
    said = await stage.member.wait_for_message(lambda shown: "have fitted it" in shown.content)
    assert said.is_ephemeral


async def test_two_ways_to_say_what_is_redrawn_are_refused(stage):
    assert "in one way only" in await refusal_of(stage.member, png(), squares="1", transparent=True)


@pytest.mark.parametrize(
    ("direction", "size", "outpaint"),
    [
        ("zoom2", (512, 512), "128 128 128 128"),
        ("left", (768, 512), "256 0 0 0"),
        ("down", (512, 768), "0 0 0 256"),
    ],
)
async def test_a_picture_is_drawn_further(stage, direction, size, outpaint):
    done = await draw(stage.member, "outpaint", picture=png((100, 100)), direction=direction)

    (data,) = await stage.member.pictures(done)
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == size
    assert re.search(rf"Outpaint: {outpaint}$", parameters_of(data))


async def test_a_job_with_a_picture_survives_a_kill_and_can_be_rerolled(stage):
    picture = png((80, 80))
    message = await stage.member.command("edit", prompt="a pear", picture=picture, steps=150)
    await stage.member.wait_for(message, lambda shown: "%" in shown.content)
    await stage.bot.kill()
    await stage.bot.start()
    await stage.bot.until_connected()

    done = await stage.member.wait_for(message, is_result)
    again = await stage.member.wait_for(await stage.member.press(done, "Reroll"), is_result)

    for shown in (done, again):
        assert digest(picture) in await told_of(stage.member, shown)
