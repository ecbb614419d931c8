"""Every job ends once in front of its person, however often Discord or the database fails."""

from __future__ import annotations

import asyncio

import pytest

from bot.delivering.delivery import MAX_AT_ONCE
from bot.delivering.delivery_errors import (
    DiscordAwayError,
    MessageForbiddenError,
    MessageGoneError,
    MessageRefusedError,
)
from bot.delivering.message import Buttons
from db.aftermath import open_rewrites
from db.erasures import wish_erasure
from db.errors import DatabaseUnavailableError
from db.images import images_of_job, record_image
from db.jobs import JobState, claim_rendered, fail_job
from tests.support.clock import NOON, settle
from tests.support.jobs import an_image
from tests.support.patience import until
from tests.unit.bot.conftest import LEASE


@pytest.fixture
def picture(bench):
    """Record one image of a job; ``is_clean=False`` withholds it."""

    async def add(job, index=0, *, is_clean=True):
        file = await bench.storage.store(job.id, index, b"png %d" % index) if is_clean else None
        image = an_image(job.id, index=index, file=file, is_clean=is_clean, seed=7 + index)
        async with bench.database.begin() as session:
            await record_image(session, image, now=NOON)

    return add


async def test_pictures_are_shown_with_their_buttons_and_the_job_is_delivered(bench, picture):
    job = await bench.jobs.rendered(num_images=2)
    await picture(job, 0)
    await picture(job, 1)

    await bench.delivery.deliver(job)

    ((job_id, draft),) = bench.messenger.ends
    assert job_id == job.id
    assert [shown.data for shown in draft.pictures] == [b"png 0", b"png 1"]
    assert draft.buttons.indexes == (0, 1)
    assert "seed 7-8" in draft.content
    assert (await bench.jobs.read(job)).state == JobState.DELIVERED
    assert await bench.jobs.used_images(job) == 2
    assert bench.messenger.forgotten == [job.id]


async def test_a_withheld_picture_is_left_out_said_and_given_back(bench, picture):
    job = await bench.jobs.rendered(num_images=3)
    await picture(job, 0)
    await picture(job, 1, is_clean=False)
    await picture(job, 2)

    await bench.delivery.deliver(job)

    ((_, draft),) = bench.messenger.ends
    assert [shown.name for shown in draft.pictures] == [
        f"atelier-{job.id}-1.png",
        f"atelier-{job.id}-3.png",
    ]
    assert draft.buttons.indexes == (0, 2)
    assert "One picture was withheld" in draft.content
    assert (await bench.jobs.read(job)).state == JobState.DELIVERED
    assert await bench.jobs.used_images(job) == 2


@pytest.mark.parametrize("comes_first", ["picture", "wish"])
async def test_pictures_of_who_asked_to_be_forgotten_meanwhile_are_not_posted_nor_paid_for(
    bench, picture, comes_first
):
    job = await bench.jobs.rendered()
    if comes_first == "picture":
        await picture(job)
    async with bench.database.begin() as session:
        await wish_erasure(session, job.user_id, now=bench.clock.now(), actor_id=job.user_id)
    if comes_first == "wish":
        await picture(job)

    await bench.delivery.deliver(job)

    ((_, draft),) = bench.messenger.ends
    assert draft.pictures == ()
    ended = await bench.jobs.read(job)
    assert (ended.state, ended.paid) == (JobState.WITHHELD, 0)


async def test_a_job_whose_pictures_are_all_withheld_ends_withheld(bench, picture):
    job = await bench.jobs.rendered(num_images=2)
    await picture(job, 0, is_clean=False)
    await picture(job, 1, is_clean=False)

    await bench.delivery.deliver(job)

    ((_, draft),) = bench.messenger.ends
    assert draft.pictures == ()
    assert "seed" not in draft.content
    assert (await bench.jobs.read(job)).state == JobState.WITHHELD
    assert await bench.jobs.used_images(job) == 0


async def test_delivery_repeated_after_a_crash_shows_the_same_and_gives_back_once(bench, picture):
    job = await bench.jobs.rendered(num_images=2)
    await picture(job, 0)
    await picture(job, 1, is_clean=False)

    await bench.delivery.deliver(job)
    await bench.delivery.deliver(job)

    first, second = bench.messenger.ends
    assert first == second
    assert await bench.jobs.used_images(job) == 1


async def test_delivery_is_repeated_while_discord_is_away(bench, picture):
    job = await bench.jobs.rendered()
    await picture(job)
    bench.messenger.failures = [DiscordAwayError(), DiscordAwayError()]

    delivering = bench.tasks.spawn(bench.delivery.deliver(job), name="delivery")
    for seconds in (1, 2):
        await bench.clock.until_asleep()
        assert bench.messenger.ends == []
        await bench.clock.advance(seconds)
    await delivering

    assert len(bench.messenger.ends) == 1
    assert (await bench.jobs.read(job)).state == JobState.DELIVERED


@pytest.mark.parametrize("error", [MessageGoneError, MessageForbiddenError])
async def test_a_message_that_cannot_be_reached_ends_the_job_with_a_reason_and_gives_back(
    bench, picture, error
):
    job = await bench.jobs.rendered(num_images=2)
    await picture(job, 0)
    await picture(job, 1)
    bench.messenger.failures = [error(), error(), error()]

    await bench.delivery.deliver(job)

    ended = await bench.jobs.read(job)
    assert (ended.state, ended.error_code) == (JobState.FAILED, error.code)
    assert ended.told_at is not None
    assert await bench.jobs.used_images(job) == 0


async def test_pictures_of_a_closed_channel_go_to_their_person(bench, picture):
    job = await bench.jobs.rendered()
    await picture(job)
    bench.messenger.failures = [MessageForbiddenError()]

    await bench.delivery.deliver(job)

    ((_, draft),) = bench.messenger.direct
    assert [shown.data for shown in draft.pictures] == [b"png 0"]
    assert draft.buttons == Buttons(job.id, (0,))
    assert f"<#{job.channel_id}>" in draft.content
    assert (await bench.jobs.read(job)).state == JobState.DELIVERED


async def test_a_closed_channel_and_a_closed_door_end_the_job_with_the_channel_s_reason(
    bench, picture
):
    job = await bench.jobs.rendered()
    await picture(job)
    bench.messenger.failures = [
        MessageForbiddenError(),
        MessageRefusedError(status=400, discord_code=50007),
        MessageForbiddenError(),
    ]

    await bench.delivery.deliver(job)

    assert (await bench.jobs.read(job)).error_code == MessageForbiddenError.code
    assert bench.messenger.direct == []


async def test_a_private_result_that_comes_too_late_goes_to_its_person(bench, picture):
    job = await bench.jobs.rendered(is_private=True, is_reachable=False)
    await picture(job)
    bench.messenger.failures = [MessageForbiddenError()]

    await bench.delivery.deliver(job)

    ((_, draft),) = bench.messenger.direct
    assert [shown.data for shown in draft.pictures] == [b"png 0"]
    assert f"/show {job.id}" in draft.content
    assert (await bench.jobs.read(job)).state == JobState.DELIVERED


async def test_a_private_result_that_nobody_can_be_brought_is_kept_and_paid_for(bench, picture):
    job = await bench.jobs.rendered(is_private=True, is_reachable=False)
    await picture(job)
    closed = MessageRefusedError(status=400, discord_code=50007)
    bench.messenger.failures = [MessageForbiddenError(), closed]

    await bench.delivery.deliver(job)

    kept = await bench.jobs.read(job)
    assert kept.state == JobState.DELIVERED
    assert await bench.jobs.used_images(job) == 1
    assert await bench.delivery.hand_out(kept)


@pytest.mark.parametrize("error", [MessageGoneError, MessageForbiddenError])
async def test_pictures_that_were_handed_out_are_paid_for_whatever_becomes_of_their_message(
    bench, picture, error
):
    job = await bench.jobs.rendered(num_images=3)
    await picture(job, 0)
    await picture(job, 1)
    await picture(job, 2, is_clean=False)

    assert await bench.delivery.hand_out(job)
    bench.messenger.failures = [error(), error(), error()]
    await bench.delivery.deliver(job)

    assert (await bench.jobs.read(job)).state == JobState.DELIVERED
    assert await bench.jobs.used_images(job) == 2


async def test_the_message_of_pictures_that_were_handed_out_still_follows(bench, picture):
    job = await bench.jobs.rendered()
    await picture(job)

    await bench.delivery.hand_out(job)

    async with bench.database.read() as session:
        ((wished, _),) = await open_rewrites(session, limit=9)
    assert wished.id == job.id


async def test_pictures_that_were_given_back_are_handed_out_to_nobody(bench, picture):
    job = await bench.jobs.rendered()
    await picture(job)
    await bench.delivery.fail(job, "message_gone", {})

    assert not await bench.delivery.hand_out(job)
    assert not await bench.delivery.hand_out(await bench.jobs.read(job))


async def test_a_private_job_that_fails_too_late_is_told_to_its_person(bench):
    job = await bench.jobs.running(is_private=True, is_reachable=False)
    bench.messenger.failures = [MessageForbiddenError()]

    await bench.delivery.fail(job, "not_finite", {})

    ((_, draft),) = bench.messenger.direct
    assert "broken picture" in draft.content
    assert "/show" not in draft.content


async def test_who_waits_for_a_turn_takes_no_room_from_other_channels(bench, picture):
    jobs = [await bench.jobs.rendered() for _ in range(MAX_AT_ONCE + 1)]
    for job in jobs:
        await picture(job)
    gate = asyncio.Event()

    async def wait(job):
        if job.id != jobs[-1].id:
            await gate.wait()

    bench.messenger.take_turn = wait
    for job in jobs:
        bench.tasks.spawn(bench.delivery.deliver(job), name=f"delivery-{job.id}")
    await until(lambda: bench.messenger.ends)

    assert [job_id for job_id, _ in bench.messenger.ends] == [jobs[-1].id]
    gate.set()
    await until(lambda: len(bench.messenger.forgotten) == len(jobs))


async def test_a_lost_file_ends_the_job_and_says_so(bench, picture):
    job = await bench.jobs.rendered()
    await picture(job)
    async with bench.database.read() as session:
        (image,) = await images_of_job(session, job.id)
    await bench.storage.delete(image.file)

    await bench.delivery.deliver(job)

    ((_, draft),) = bench.messenger.ends
    assert "lost from the disk" in draft.content
    assert (await bench.jobs.read(job)).error_code == "picture_missing"


async def test_a_failed_job_is_told_with_its_reason_and_reference_and_given_back(bench):
    job = await bench.jobs.running(num_images=3)

    await bench.delivery.fail(job, "image_too_large", {"pixels": 9, "max_pixels": 4})

    ((_, draft),) = bench.messenger.ends
    assert "9 pixels" in draft.content
    assert f"Reference: job {job.id}" in draft.content
    ended = await bench.jobs.read(job)
    assert (ended.state, ended.error_code) == (JobState.FAILED, "image_too_large")
    assert ended.told_at is not None
    assert await bench.jobs.used_images(job) == 0


async def test_a_job_that_has_ended_does_not_fail_again(bench):
    job = await bench.jobs.running(num_images=3)
    await bench.delivery.fail(job, "not_finite", {})

    await bench.delivery.fail(job, "out_of_memory", {})

    assert len(bench.messenger.ends) == 1
    assert (await bench.jobs.read(job)).error_code == "not_finite"


async def test_a_job_that_somebody_else_has_ended_leaves_no_editor_behind(bench):
    job = await bench.jobs.running()
    bench.editors.of(job)
    async with bench.database.begin() as session:
        await fail_job(session, job.id, code="not_finite", facts={}, now=NOON)

    await bench.delivery.fail(job, "out_of_memory", {})

    assert len(bench.editors) == 0
    assert bench.messenger.ends == []


async def test_a_bot_that_lost_its_lease_does_not_end_what_another_one_delivers(bench, picture):
    job = await bench.jobs.rendered()
    await picture(job)
    await bench.clock.advance(2 * LEASE.total_seconds())
    async with bench.database.begin() as session:
        await claim_rendered(session, owner="host:2:other", now=bench.clock.now(), lease=LEASE)

    await bench.delivery.fail(job, "unexpected", {})
    await bench.delivery.deliver(job)

    assert (await bench.jobs.read(job)).state == JobState.RENDERED


async def test_few_deliveries_at_once_hold_their_pictures(bench, picture, monkeypatch):
    jobs = [await bench.jobs.rendered() for _ in range(MAX_AT_ONCE + 2)]
    for job in jobs:
        await picture(job)
    read, names = bench.storage.read, []

    async def note(file):
        names.append(file)
        return await read(file)

    monkeypatch.setattr(bench.storage, "read", note)
    bench.messenger.gate.clear()
    for job in jobs:
        bench.tasks.spawn(bench.delivery.deliver(job), name=f"delivery-{job.id}")
    await until(lambda: len(names) == MAX_AT_ONCE)
    await settle()
    assert len(names) == MAX_AT_ONCE

    bench.messenger.gate.set()
    await until(lambda: len(bench.messenger.ends) == len(jobs))


async def test_delivery_is_repeated_while_the_database_is_away(bench, picture, monkeypatch):
    job = await bench.jobs.rendered()
    await picture(job)
    begin, failures = bench.database.begin, [DatabaseUnavailableError("", place="", remedy="")]

    def fail_once():
        if failures:
            raise failures.pop()
        return begin()

    monkeypatch.setattr(bench.database, "begin", fail_once)
    delivering = bench.tasks.spawn(bench.delivery.deliver(job), name="delivery")
    await bench.clock.until_asleep()
    await bench.clock.advance(1)
    await delivering

    assert len(bench.messenger.ends) == 2
    assert bench.messenger.ends[0] == bench.messenger.ends[1]
    assert (await bench.jobs.read(job)).state == JobState.DELIVERED
