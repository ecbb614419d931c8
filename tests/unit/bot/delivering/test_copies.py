"""What was taken back is gone from every message that the bot still reaches."""

from __future__ import annotations

import discord
import pytest

from bot.moderation.takedown import Target
from db.copies import record_copy, stale_copies
from db.images import delete_images, images_of_job
from tests.support.moderating import HERE, MODERATOR, Desks

COPY, OTHER = 900, 901
GONE = type("Response", (), {"status": 404, "reason": "gone"})()


@pytest.fixture
def desks(bench):
    return Desks(bench)


async def a_copied_case(desks, *message_ids):
    """Return a job whose shown picture stands in further messages."""
    job, _ = await desks.a_case()
    (image, _) = await desks.read(images_of_job, job.id)
    for message_id in message_ids:
        await desks.write(record_copy, message_id, [image.id], channel_id=20, guild_id=HERE)
    return job


def emptied(desks):
    return [(edit[0], edit[1]) for edit in desks.client.edits if edit[2]["attachments"] == []]


async def stale(desks):
    return [copy.message_id for copy in await desks.read(stale_copies, limit=10)]


async def test_a_takedown_empties_every_message_with_the_picture(desks):
    job = await a_copied_case(desks, COPY, OTHER)

    await desks.takedown.remove(Target(job_id=job.id), guild_id=HERE, actor_id=MODERATOR)
    await desks.aftermath.work()

    assert [one for one in emptied(desks) if one[0] == 20] == [(20, COPY), (20, OTHER)]
    assert "taken back" in desks.client.edits[-1][2]["content"]
    assert await stale(desks) == []


async def test_what_its_person_deleted_goes_from_its_copies(desks):
    job = await a_copied_case(desks, COPY)

    await desks.write(delete_images, job.id)
    await desks.copies.clear()

    assert emptied(desks) == [(20, COPY)]


async def test_copies_of_pictures_that_stay_are_left_alone(desks):
    job, _ = await desks.a_case()
    await a_copied_case(desks, COPY)

    await desks.takedown.remove(Target(job_id=job.id), guild_id=HERE, actor_id=MODERATOR)
    await desks.copies.clear()

    assert emptied(desks) == []


async def test_a_copy_that_discord_does_not_take_now_is_tried_again(desks):
    job = await a_copied_case(desks, COPY)
    await desks.write(delete_images, job.id)
    desks.client.failures.append(TimeoutError())

    await desks.copies.clear()
    assert await stale(desks) == [COPY]
    await desks.copies.clear()

    assert emptied(desks) == [(20, COPY)]
    assert await stale(desks) == []


async def test_a_copy_that_is_gone_is_let_be(desks):
    job = await a_copied_case(desks, COPY)
    await desks.write(delete_images, job.id)
    desks.client.failures.append(discord.NotFound(GONE, "gone"))

    await desks.copies.clear()

    assert await stale(desks) == []
