"""What was taken back is gone from every message that the bot still reaches."""

from __future__ import annotations

from types import SimpleNamespace

import discord
import pytest

from bot.calls import THREAD_ARCHIVED
from bot.moderation.takedown import Target
from db.copies import record_copy, stale_copies
from db.images import delete_images, images_of_job
from tests.support.moderating import HERE, MODERATOR, Desks
from tests.unit.bot.delivering.test_threads import AClient

COPY, OTHER = 900, 901
DIRECT = 30  # a channel


def refusal(kind, status, code=0):
    response = SimpleNamespace(status=status, reason="because")
    return kind(response, {"code": code, "message": "no"})


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
    desks.client.failures.append(refusal(discord.NotFound, 404, 10008))

    await desks.copies.clear()

    assert await stale(desks) == []


def a_direct_message(job, *names, message_id=COPY):
    files = [SimpleNamespace(filename=name.format(job.id)) for name in names]
    channel = SimpleNamespace(id=DIRECT)
    return SimpleNamespace(id=message_id, channel=channel, attachments=files, components=[])


async def test_a_direct_message_that_stands_in_is_emptied_too(desks):
    job, _ = await desks.a_case()
    message = a_direct_message(job, "atelier-{}-1.webp")
    await desks.copies.note(job, message)
    await desks.copies.note(job, message)  # found again after a crash

    await desks.takedown.remove(Target(job_id=job.id), guild_id=HERE, actor_id=MODERATOR)
    await desks.copies.clear()

    assert emptied(desks) == [(DIRECT, COPY)]
    assert await stale(desks) == []


async def test_what_a_direct_message_does_not_show_leaves_it_alone(desks):
    job, _ = await desks.a_case()
    await desks.copies.note(job, a_direct_message(job, "atelier-{}-2.png", "atelier-9{}-1.png"))
    await desks.copies.note(job, a_direct_message(job, message_id=OTHER))

    target = Target(job_id=job.id, index=0)
    await desks.takedown.remove(target, guild_id=HERE, actor_id=MODERATOR)

    assert await stale(desks) == []


@pytest.mark.parametrize(
    "error",
    [
        refusal(discord.Forbidden, 403, 50007),
        refusal(discord.NotFound, 404, 10003),
        refusal(discord.HTTPException, 400, 50024),
    ],
    ids=["blocked", "closed", "refused"],
)
async def test_a_direct_message_out_of_reach_holds_up_nothing(desks, error):
    job = await a_copied_case(desks, OTHER)
    await desks.copies.note(job, a_direct_message(job, "SPOILER_atelier-{}-1.png"))
    await desks.write(delete_images, job.id)
    desks.client.failures.append(error)

    await desks.copies.clear()

    assert emptied(desks) == [(20, OTHER)]
    assert await stale(desks) == []


async def test_a_copy_in_a_thread_that_is_archived_is_emptied_too(desks):
    job = await a_copied_case(desks, COPY)
    await desks.write(delete_images, job.id)
    threads = AClient()
    desks.client.fetch_channel = threads.fetch_channel
    desks.client.failures.append(refusal(discord.HTTPException, 400, THREAD_ARCHIVED))

    await desks.copies.clear()

    assert emptied(desks) == [(20, COPY)]
    assert not threads.is_archived
