"""Leases: what is in hand stays there, and what was dropped is taken up again."""

from __future__ import annotations

from db import jobs
from db.jobs import JobState
from tests.support.jobs import LATER, LEASE, NOW, a_job, ahead_of

OWNER = "host:1"


async def running(database, owner=OWNER):
    async with database.begin() as session:
        await jobs.create_job(session, a_job(), now=NOW)
        return await jobs.claim_job(session, owner=owner, now=NOW, lease=LEASE)


async def rendered(database, owner=OWNER):
    job = await running(database, owner)
    async with database.begin() as session:
        await jobs.mark_rendered(session, job.id, owner=owner, model_hash="m", now=NOW)
    return job


async def stored(database, job_id):
    async with database.read() as session:
        return await jobs.require_job(session, job_id)


async def test_renewed_lease_outlives_the_first(database):
    job, delivery = await running(database), await rendered(database)
    stranger = await running(database, owner="host:2")

    async with database.begin() as session:
        ids = [job.id, delivery.id, stranger.id]
        renewed = await jobs.renew_leases(session, owner=OWNER, job_ids=ids, now=LATER, lease=LEASE)
        result = await jobs.requeue_expired(session, now=LATER, max_attempts=3)

    assert renewed == [job.id, delivery.id]
    assert result == ([stranger.id], [])
    assert (await stored(database, job.id)).lease_expires_at == LATER + LEASE
    assert (await stored(database, delivery.id)).lease_expires_at == LATER + LEASE


async def test_lease_of_a_job_that_nobody_works_on_runs_out_whoever_owns_the_row(database):
    worked_on, stray = await running(database), await running(database)

    async with database.begin() as session:
        ids = [worked_on.id]
        await jobs.renew_leases(session, owner=OWNER, job_ids=ids, now=LATER, lease=LEASE)
        result = await jobs.requeue_expired(session, now=LATER, max_attempts=3)

    assert result == ([stray.id], [])


async def test_ended_leases_are_over_at_once(database):
    job, stranger = await running(database), await running(database, owner="host:2")

    async with database.begin() as session:
        await jobs.end_leases(session, owner=OWNER, now=NOW)
        result = await jobs.requeue_expired(session, now=NOW, max_attempts=3)

    assert result == ([job.id], [])
    assert (await stored(database, stranger.id)).state == JobState.RUNNING


async def test_expired_lease_gives_the_job_to_the_next_claimer(database):
    job = await running(database)

    async with database.begin() as session:
        assert await jobs.requeue_expired(session, now=NOW, max_attempts=3) == ([], [])
        assert await jobs.requeue_expired(session, now=LATER, max_attempts=3) == ([job.id], [])
        again = await jobs.claim_job(session, owner="host:2", now=LATER, lease=LEASE)

    assert (again.id, again.attempts, again.started_at) == (job.id, 2, LATER)
    async with database.begin() as session:
        ids = [job.id]
        assert not await jobs.renew_leases(
            session, owner=OWNER, job_ids=ids, now=LATER, lease=LEASE
        )
        assert not await jobs.mark_rendered(session, job.id, owner=OWNER, model_hash="m", now=LATER)


async def test_time_of_a_job_counts_from_the_attempt_that_drew_it(database):
    job = await running(database)

    async with database.begin() as session:
        await jobs.requeue_job(session, job.id, owner=OWNER, now=NOW)
        again = await jobs.claim_job(session, owner=OWNER, now=LATER, lease=LEASE)

    assert (job.started_at, again.started_at) == (NOW, LATER)


async def test_expired_lease_fails_the_job_after_the_last_attempt(database):
    job = await running(database)

    async with database.begin() as session:
        assert await jobs.requeue_expired(session, now=LATER, max_attempts=1) == ([], [job.id])

    job = await stored(database, job.id)
    assert (job.state, job.error_code) == (JobState.FAILED, jobs.ATTEMPTS_EXHAUSTED)
    assert (job.ended_at, job.told_at, job.lease_owner) == (LATER, None, None)


async def test_requeued_job_keeps_its_attempt_and_its_place(database):
    job = await running(database)
    async with database.begin() as session:
        await jobs.create_job(session, a_job(), now=NOW)
        assert not await jobs.requeue_job(session, job.id, owner="host:2", now=NOW)
        assert await jobs.requeue_job(session, job.id, owner=OWNER, now=NOW)
        assert await ahead_of(session, job.id) == 0

    assert (await stored(database, job.id)).attempts == 1


async def test_shutdown_gives_everything_back_and_counts_no_attempt(database):
    job, delivery = await running(database), await rendered(database)
    stranger = await running(database, owner="host:2")

    async with database.begin() as session:
        assert await jobs.release_leases(session, owner=OWNER, now=NOW) == [job.id]

    assert (await stored(database, job.id)).attempts == 0
    assert (await stored(database, stranger.id)).state == JobState.RUNNING
    async with database.begin() as session:
        resumed = await jobs.claim_rendered(session, owner="host:3", now=NOW, lease=LEASE)
    assert resumed.id == delivery.id


async def test_delivery_is_resumed_only_once_its_lease_is_over(database):
    job = await rendered(database)

    async with database.begin() as session:
        assert await jobs.claim_rendered(session, owner="host:2", now=NOW, lease=LEASE) is None
        resumed = await jobs.claim_rendered(session, owner="host:2", now=LATER, lease=LEASE)
        assert (resumed.id, resumed.state) == (job.id, JobState.RENDERED)
        assert (resumed.lease_owner, resumed.lease_expires_at) == ("host:2", LATER + LEASE)
        assert await jobs.claim_rendered(session, owner="host:3", now=LATER, lease=LEASE) is None


async def test_lease_owners_are_listed_once(database):
    await running(database)
    await rendered(database)
    await running(database, owner="host:2")
    ended = await running(database, owner="host:3")
    async with database.begin() as session:
        await jobs.cancel_job(session, ended.id, now=NOW)

    async with database.read() as session:
        assert sorted(await jobs.lease_owners(session)) == [OWNER, "host:2"]
