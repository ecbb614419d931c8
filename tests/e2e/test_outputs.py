"""Results reach people as files that their place takes."""

from __future__ import annotations

import pytest

from tests.support.results import is_result, parameters_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
async def narrow(stage):
    """A server that takes next to nothing, for one test."""
    await stage.playground.limit_uploads(500)
    yield
    await stage.playground.limit_uploads(10 * 1024 * 1024)


async def drawn(person, **options):
    message = await person.command("imagine", prompt="a red apple", steps=1, seed=7, **options)
    return await person.wait_for(message, is_result)


def suffixes(message):
    return [one["filename"].rpartition(".")[2] for one in message.attachments]


@pytest.mark.usefixtures("narrow")
async def test_a_picture_too_large_comes_smaller_and_info_gives_its_parameters(stage):
    done = await drawn(stage.member)
    told = await stage.member.press(done, "Info")

    assert suffixes(done) == ["webp"]
    assert "too large for this place" in done.content
    assert done.attachments[0]["description"] == "Picture 1 of 1: a red apple"
    assert told.is_ephemeral
    (file,) = told.attachments
    assert file["filename"].startswith("parameters-")
    assert "Seed: 7" in (await stage.member.download(file)).decode()


async def test_the_original_is_shown_where_it_fits(stage):
    await stage.playground.limit_uploads(500)
    done = await drawn(stage.member, number=2)
    small = await stage.member.press(done, "U2")
    small = await stage.member.wait_for(small, is_result)
    await stage.playground.limit_uploads(10 * 1024 * 1024)
    large = await stage.member.press(done, "U2")
    told = await stage.member.press(done, "Info")

    assert suffixes(done) == ["webp", "webp"]
    assert suffixes(small) == ["webp"]
    assert suffixes(large) == ["png"]
    assert suffixes(told) == ["txt", "txt"]
    assert "Seed: 8" in parameters_of((await stage.member.pictures(large))[0])
