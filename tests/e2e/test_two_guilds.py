"""What was drawn in one server does not exist for the other, whoever looks from there."""

from __future__ import annotations

import pytest

from tests.support.page_stream import PageRefusedError
from tests.support.results import is_result

pytestmark = pytest.mark.asyncio(loop_scope="module")

THERE = "annex"


async def draw(person, channel="general"):
    message = await person.command("imagine", channel=channel, prompt="a red apple", steps=1)
    return await person.wait_for(message, is_result)


def job_of(message):
    return int(message.control("atelier:reroll")["custom_id"].rpartition(":")[2])


async def test_its_number_is_known_neither_to_its_person_nor_to_the_other_server_s_owner(stage):
    done = await draw(stage.member)

    for person in (stage.member, stage.other):  # the other owns the annex
        shown = await person.command("show", channel=THERE, job=job_of(done))
        about = await person.command("info", channel=THERE, job=job_of(done))
        listed = await person.told("history", channel=THERE)
        assert "not known here" in shown.content
        assert "not known here" in about.content
        assert f"#{job_of(done)}" not in listed.content


async def test_the_other_server_s_owner_moderates_there_alone(stage):
    done = await draw(stage.member)

    here = await stage.other.press(done, "Delete")
    with pytest.raises(PageRefusedError):
        await stage.other.command("mod pause", reason="dinner")
    pause_there = await stage.other.told("mod pause", channel=THERE, reason="dinner")
    refused = await stage.member.command("imagine", channel=THERE, prompt="x", steps=1)
    again = await draw(stage.member)
    await stage.other.told("mod resume", channel=THERE)

    assert "Only the person who asked" in here.content
    assert "dinner" in refused.content
    assert pause_there.is_ephemeral
    assert again.images


async def test_a_file_is_proven_in_the_other_server_without_its_recipe_to_others(stage):
    (data,) = await stage.member.pictures(await draw(stage.member))

    async def told(person, word):
        answer = await person.command("verify", channel=THERE, picture=("picture.png", data))
        return (await person.wait_for(answer, lambda one: word in one.content)).content

    assert "a red apple" not in await told(stage.other, "Proof")
    assert "a red apple" in await told(stage.member, "Proof")
