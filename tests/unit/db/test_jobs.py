"""The job functions walk the graph, and nothing else, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest

from db import jobs
from db.errors import JobNotFoundError
from db.jobs import ARROWS, JobState
from tests.support.jobs import LATER, LEASE, NOW, a_job, ahead_of

OWNER = "host:1"


async def waiting(database, **changes):
    async with database.begin() as session:
        return await jobs.create_job(session, a_job(**changes), now=NOW)


async def claimed(database, owner=OWNER):
    async with database.begin() as session:
        return await jobs.claim_job(session, owner=owner, now=NOW, lease=LEASE)


async def rendered(database):
    await waiting(database)
    job = await claimed(database)
    async with database.begin() as session:
        await jobs.mark_rendered(session, job.id, owner=OWNER, model_hash="m", now=NOW)
    return job


async def stored(database, job_id):
    async with database.read() as session:
        return await jobs.require_job(session, job_id)


async def test_new_job_waits_and_keeps_what_was_asked(database):
    job = await waiting(database, params={"prompt": "a\x00b ﷽ 🦊"}, guild_id=2**63 - 1)

    job = await stored(database, job.id)
    assert (job.state, job.attempts, job.created_at) == (JobState.QUEUED, 0, NOW)
    assert job.params == {"prompt": "a\x00b ﷽ 🦊"}
    assert job.guild_id == 2**63 - 1
    assert job.created_at.tzinfo is dt.UTC


async def test_same_interaction_twice_is_one_job(database):
    first = await waiting(database, interaction_id=5, message_id=1)
    second = await waiting(database, interaction_id=5, message_id=2)

    assert (second.id, second.message_id) == (first.id, 1)
    async with database.read() as session:
        assert await jobs.count_waiting(session) == 1


async def test_params_that_are_no_json_are_refused_on_both(database):
    with pytest.raises(Exception, match="Out of range float"):
        await waiting(database, params={"strength": float("nan")})


async def test_claim_takes_the_oldest_and_counts_the_attempt(database):
    oldest, _ = await waiting(database), await waiting(database)

    job = await claimed(database)

    assert (job.id, job.state, job.attempts) == (oldest.id, JobState.RUNNING, 1)
    assert (job.lease_owner, job.lease_expires_at) == (OWNER, NOW + LEASE)


async def test_claim_of_an_empty_queue_is_none(database):
    assert await claimed(database) is None


async def test_whole_life_ends_delivered_and_told(database):
    job = await rendered(database)

    async with database.begin() as session:
        assert await jobs.mark_delivered(session, job.id, now=LATER)

    job = await stored(database, job.id)
    assert (job.state, job.model_hash) == (JobState.DELIVERED, "m")
    assert (job.rendered_at, job.ended_at, job.told_at) == (NOW, LATER, LATER)
    assert (job.lease_owner, job.lease_expires_at) == (None, None)


async def test_rendered_by_somebody_who_lost_the_lease_is_refused(database):
    await waiting(database)
    job = await claimed(database)

    async with database.begin() as session:
        assert not await jobs.mark_rendered(
            session, job.id, owner="host:2", model_hash="m", now=NOW
        )
    assert (await stored(database, job.id)).state == JobState.RUNNING


async def put_in(database, state):
    """Bring a job into a state along the arrows."""
    async with database.begin() as session:
        job = await jobs.create_job(session, a_job(), now=NOW)
        if state is JobState.FAILED:
            await jobs.fail_job(session, job.id, code="lost", facts={}, now=NOW)
        elif state is JobState.CANCELLED:
            await jobs.cancel_job(session, job.id, now=NOW)
        elif state is not JobState.QUEUED:
            await jobs.claim_job(session, owner=OWNER, now=NOW, lease=LEASE)
            if state is not JobState.RUNNING:
                await jobs.mark_rendered(session, job.id, owner=OWNER, model_hash="m", now=NOW)
        if state is JobState.DELIVERED:
            await jobs.mark_delivered(session, job.id, now=NOW)
        if state is JobState.WITHHELD:
            await jobs.mark_withheld(session, job.id, now=NOW)
        return job.id


ARROW_FUNCTIONS = {
    JobState.QUEUED: lambda *at: jobs.requeue_job(*at, owner=OWNER, now=NOW),
    JobState.RUNNING: lambda session, _: jobs.claim_job(session, owner=OWNER, now=NOW, lease=LEASE),
    JobState.RENDERED: lambda *at: jobs.mark_rendered(*at, owner=OWNER, model_hash="m", now=NOW),
    JobState.DELIVERED: lambda *at: jobs.mark_delivered(*at, now=NOW),
    JobState.WITHHELD: lambda *at: jobs.mark_withheld(*at, now=NOW),
    JobState.FAILED: lambda *at: jobs.fail_job(*at, code="lost", facts={"a": 1}, now=NOW),
    JobState.CANCELLED: lambda *at: jobs.cancel_job(*at, now=NOW),
}


@pytest.mark.parametrize("state", JobState)
async def test_a_job_moves_exactly_along_the_arrows(database, state):
    for target in JobState:
        job_id = await put_in(database, state)

        async with database.begin() as session:
            happened = bool(await ARROW_FUNCTIONS[target](session, job_id))

        assert happened == (target in ARROWS[state]), target
        assert (await stored(database, job_id)).state == (target if happened else state)
        async with database.begin() as session:  # out of the next claim's way
            await jobs.fail_job(session, job_id, code="test", facts={}, now=NOW)


async def test_failed_job_says_why_and_waits_to_be_told(database):
    job = await waiting(database)
    async with database.begin() as session:
        await jobs.fail_job(session, job.id, code="engine_lost", facts={"attempt": 1}, now=NOW)

    async with database.begin() as session:
        (untold,) = await jobs.untold_jobs(session, limit=5)
        assert (untold.error_code, untold.error_facts) == ("engine_lost", {"attempt": 1})
        assert await jobs.mark_told(session, job.id, now=LATER)
        assert await jobs.untold_jobs(session, limit=5) == []


async def test_job_on_its_way_cannot_be_told_ended(database):
    job = await waiting(database)
    async with database.begin() as session:
        assert not await jobs.mark_told(session, job.id, now=NOW)


async def test_position_counts_who_comes_before(database):
    first, second = await waiting(database), await waiting(database, user_id=9)

    async with database.read() as session:
        assert await ahead_of(session, first.id) == 0
        assert await ahead_of(session, second.id) == 1
        assert await jobs.count_waiting(session, user_id=9) == 1
    await claimed(database)
    async with database.read() as session:
        assert await ahead_of(session, first.id) is None
        assert await ahead_of(session, second.id) == 0


async def test_job_is_found_by_its_message(database):
    await waiting(database, message_id=77)
    newest = await waiting(database, message_id=77)

    async with database.read() as session:
        assert (await jobs.read_job_by_message(session, 77)).id == newest.id
        assert await jobs.read_job_by_message(session, 78) is None


async def test_unknown_job_is_an_error_only_where_it_is_required(database):
    async with database.read() as session:
        assert await jobs.read_job(session, 404) is None
        with pytest.raises(JobNotFoundError) as caught:
            await jobs.require_job(session, 404)
    assert caught.value.facts == {"job_id": 404}


async def test_jobs_are_counted_by_state(database):
    await waiting(database)
    await waiting(database)
    await claimed(database)

    async with database.read() as session:
        counts = await jobs.count_by_state(session)
    assert counts == {JobState.QUEUED: 1, JobState.RUNNING: 1}


async def test_a_day_s_images_are_those_of_one_person_in_one_guild(database):
    for changes in ({"num_images": 3}, {"num_images": 2}, {"user_id": 9}, {"guild_id": 9}):
        await waiting(database, **changes)

    async with database.read() as session:
        today, tomorrow = NOW.date(), NOW.date() + dt.timedelta(days=1)
        assert await jobs.images_of_day(session, 3, 1, day=today) == 5
        assert await jobs.images_of_day(session, 3, 1, day=tomorrow) == 0
