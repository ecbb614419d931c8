"""A person asks where a picture comes from."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.support.results import is_result

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def drawn(person):
    message = await person.command("imagine", prompt="a red apple", steps=1)
    (data,) = await person.pictures(await person.wait_for(message, is_result))
    return data


async def told(person, data, word="", **options):
    message = await person.command("verify", picture=("picture.png", data), **options)
    assert message.is_ephemeral
    answer = await person.wait_for(message, lambda one: bool(one.content) and word in one.content)
    return answer.content


async def test_a_delivered_file_is_proven_with_its_recipe(stage):
    content = await told(stage.member, await drawn(stage.member))

    assert "**Proof**" in content
    assert "the very file that was delivered" in content
    assert "a red apple" in content


async def test_who_may_not_know_the_recipe_is_not_told_it(stage):
    content = await told(stage.other, await drawn(stage.member))

    assert "**Proof**" in content
    assert "a red apple" not in content


async def test_replay_draws_it_again(stage):
    content = await told(stage.member, await drawn(stage.member), "Drawn again", replay=True)

    assert "**Proof**" in content


async def test_nothing_is_said_of_a_strange_picture(stage):
    stream = io.BytesIO()
    Image.effect_noise((300, 300), 90).convert("RGB").save(stream, "PNG")

    assert "**None**" in await told(stage.member, stream.getvalue())


async def test_what_is_no_picture_is_refused(stage):
    assert "That picture cannot be used" in await told(stage.member, b"no picture at all")
