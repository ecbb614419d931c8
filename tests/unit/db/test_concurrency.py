"""What many do at once comes out as if one had done it after the other."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from pathlib import Path

from db.connection import Database
from db.jobs import claim_job, claim_rendered, create_job, mark_rendered, requeue_expired
from db.users import read_user
from tests.support.jobs import LATER, LEASE, NOW, a_job
from tests.support.takers import USER, take_many

REPOSITORY = Path(__file__).parents[3]
NUM_JOBS = 60
NUM_CLAIMERS = 8


async def fill(database, num_jobs=NUM_JOBS):
    async with database.begin() as session:
        for _ in range(num_jobs):
            await create_job(session, a_job(), now=NOW)


async def claim_all(url, owner, claim=claim_job, now=NOW):
    """Claim until nothing is left, with a connection of one's own; return the ids."""
    database = Database.open(url, pool_size=1)
    ids = []
    try:
        while True:
            async with database.begin() as session:
                job = await claim(session, owner=owner, now=now, lease=LEASE)
            if job is None:
                return ids
            ids.append(job.id)
    finally:
        await database.close()


async def test_eight_claimers_share_sixty_jobs_without_a_double(database, database_url):
    await fill(database)

    owners = [f"host:{number}" for number in range(NUM_CLAIMERS)]
    shares = await asyncio.gather(*(claim_all(database_url, owner) for owner in owners))

    counts = Counter(job_id for share in shares for job_id in share)
    assert len(counts) == NUM_JOBS
    assert set(counts.values()) == {1}


async def test_deliveries_are_resumed_by_one_bot_each(database, database_url):
    await fill(database, 12)
    for job_id in await claim_all(database_url, "host:0"):
        async with database.begin() as session:
            await mark_rendered(session, job_id, owner="host:0", model_hash="m", now=NOW)

    shares = await asyncio.gather(
        *(claim_all(database_url, f"host:{n}", claim_rendered, LATER) for n in range(1, 5))
    )

    assert sorted(job_id for share in shares for job_id in share) == list(range(1, 13))


async def test_expired_jobs_are_taken_back_once(database, database_url):
    await fill(database, 20)
    ids = await claim_all(database_url, "host:0")

    async def take_back():
        async with database.begin() as session:
            return await requeue_expired(session, now=LATER, max_attempts=3)

    results = await asyncio.gather(*(take_back() for _ in range(4)))

    assert sorted(job_id for result in results for job_id in result.requeued) == sorted(ids)


async def test_same_interaction_from_many_at_once_is_one_job(database):
    async def submit():
        async with database.begin() as session:
            return (await create_job(session, a_job(interaction_id=5), now=NOW)).id

    assert len(set(await asyncio.gather(*(submit() for _ in range(10))))) == 1


async def test_two_hundred_requests_on_an_allowance_of_a_hundred_get_a_hundred(database_url):
    assert await take_many(database_url, 200, limit=100) == 100


async def test_two_processes_together_get_a_hundred(database, database_url):
    command = (sys.executable, "-m", "tests.support.takers", database_url, "100", "100")
    children = [
        await asyncio.create_subprocess_exec(*command, cwd=REPOSITORY, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    async with asyncio.timeout(90):
        granted = [int((await child.communicate())[0]) for child in children]

    assert sum(granted) == 100
    async with database.read() as session:
        assert (await read_user(session, USER)).usage_images == 100
