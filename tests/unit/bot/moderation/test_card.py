"""Moderators see everything about a picture of their guild, and nothing of others."""

from __future__ import annotations

import pytest

from bot.errors import ImageUnknownError, JobUnknownError
from bot.moderation.card import picture_case
from bot.text import ENGLISH
from db.images import images_of_job
from db.notes import add_note, list_notes
from db.reviews import add_report
from tests.support.moderating import ELSEWHERE, HERE, MODERATOR, Desks


@pytest.fixture
def desks(bench):
    return Desks(bench)


async def card(desks, job, index, guild_id=HERE):
    return await desks.read(picture_case, job.id, index, guild_id=guild_id, text=ENGLISH)


async def test_the_card_says_what_was_found_reported_noted_and_decided(desks):
    job, flag = await desks.a_case()
    image = (await desks.read(images_of_job, job.id))[0]
    await desks.write(add_report, image, guild_id=HERE, user_id=8)
    await desks.write(
        add_note, "look *twice*", guild_id=HERE, user_id=3, job_id=job.id, actor_id=MODERATOR
    )

    shown, withheld = await card(desks, job, 0), await card(desks, job, 1)

    assert "Reports: 1 open" in shown.words
    assert "look \\*twice\\*" in shown.words
    assert f"channels/1/2/{job.message_id}" in shown.words
    assert "Flag 1: test 0.900 (limit 0.500), withhold, review open" in withheld.words
    assert "test 0.010" in withheld.words
    assert (shown.open_flag, withheld.open_flag.id) == (None, flag.id)


async def test_a_picture_of_another_guild_is_as_unknown_as_one_that_never_was(desks):
    job, _ = await desks.a_case()

    with pytest.raises(JobUnknownError):
        await card(desks, job, 0, guild_id=ELSEWHERE)
    with pytest.raises(ImageUnknownError):
        await card(desks, job, 7)


async def test_notes_are_read_by_the_guild_that_wrote_them(desks):
    await desks.write(add_note, "x", guild_id=HERE, user_id=3, job_id=None, actor_id=MODERATOR)

    assert await desks.read(list_notes, ELSEWHERE, user_id=3, limit=9) == []
    assert len(await desks.read(list_notes, HERE, user_id=3, limit=9)) == 1
