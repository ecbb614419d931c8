"""Everybody gets their share of the service, and the relaxed lane always moves."""

from __future__ import annotations

import asyncio

import pytest

from bot.bench.fairness import jain_index
from db import jobs
from db.accounts import Allowance
from db.jobs import Terms, admit_job, claim_job
from db.lanes import FAST, RELAXED
from tests.support.jobs import LEASE, NOW, a_job, ahead_of

POOR = Terms(allowance=Allowance(0, 0), has_relaxed=True)


async def order(database, user_id, cost, *, terms=None):
    async with database.begin() as session:
        new = a_job(user_id=user_id, cost=cost)
        return (await admit_job(session, new, terms or Terms(), now=NOW)).job


async def claim(database, **options):
    async with database.begin() as session:
        return await claim_job(session, owner="host:1", now=NOW, lease=LEASE, **options)


async def claim_all(database, **options):
    claimed = []
    while job := await claim(database, **options):
        claimed.append(job)
    return claimed


async def test_small_orders_start_before_the_rest_of_a_flood(database):
    """The bound: each other person's next job may come first, and nothing else."""
    for _ in range(8):
        await order(database, 1, 27_000)
    await claim(database)
    for user in range(2, 11):
        await order(database, user, 400)

    begun, latest = 0, 0
    for job in await claim_all(database):
        latest = max(latest, begun) if job.user_id != 1 else latest
        begun += job.cost

    assert latest <= 8 * 400 + 27_000


async def test_work_is_shared_evenly_whatever_the_size_of_the_orders(database):
    habits = {user: (400, 1_000, 1_800, 3_600)[user % 4] for user in range(1, 9)}
    for user, cost in habits.items():
        for _ in range(16_000 // cost + 3):
            await order(database, user, cost)

    served = dict.fromkeys(habits, 0)
    while sum(served.values()) < 8_000 * len(habits):
        job = await claim(database)
        served[job.user_id] += job.cost

    assert jain_index(list(served.values())) >= 0.95


async def test_twice_the_weight_is_twice_the_service(database):
    for _ in range(12):
        await order(database, 1, 1_000, terms=Terms(weight=200))
        await order(database, 2, 1_000)

    first = [(await claim(database)).user_id for _ in range(15)]

    assert 9 <= first.count(1) <= 11


async def test_the_same_person_is_two_flows_in_two_guilds(database):
    for guild_id in (1, 2):
        for _ in range(3):
            async with database.begin() as session:
                await admit_job(session, a_job(guild_id=guild_id, cost=100), Terms(), now=NOW)

    claimed = [job.guild_id for job in await claim_all(database)]

    assert claimed == [1, 2, 1, 2, 1, 2]


async def test_who_cancels_is_not_held_back_for_it(database):
    for job in [await order(database, 1, 5_000) for _ in range(3)]:
        async with database.begin() as session:
            await jobs.cancel_job(session, job.id, now=NOW)
    await order(database, 2, 5_000)
    await order(database, 2, 5_000)
    again = await order(database, 1, 5_000)

    assert again.start_tag == 0
    assert [job.user_id for job in await claim_all(database)] == [2, 1, 2]


async def test_who_was_alone_is_not_held_back_for_it(database):
    for _ in range(5):
        await order(database, 1, 9_000)
    await claim_all(database)

    newcomer, old = await order(database, 2, 9_000), await order(database, 1, 9_000)

    assert newcomer.start_tag == old.start_tag == 5 * 9_000


async def test_a_job_that_comes_back_keeps_its_place(database):
    first = await order(database, 1, 400)
    await order(database, 2, 400)
    await claim(database)
    async with database.begin() as session:
        await jobs.requeue_job(session, first.id, owner="host:1", now=NOW)
        assert await ahead_of(session, first.id) == 0

    assert (await claim(database)).id == first.id


async def test_people_out_of_credits_come_after_the_others_and_pay_nothing(database):
    poor = await order(database, 1, 400, terms=POOR)
    rich = [await order(database, 2, 400) for _ in range(8)]
    assert (poor.lane, poor.price, rich[0].lane) == (RELAXED, 0, FAST)
    await order(database, 3, 400, terms=POOR)

    lanes = [job.lane for job in await claim_all(database)]

    assert lanes.count(RELAXED) == 2
    assert lanes.index(RELAXED) <= 4  # its turn comes after four times its work


async def test_nobody_waits_for_ever_in_the_relaxed_lane(database):
    """However many with credits come: a fifth of the work is relaxed."""
    for user in range(100, 110):
        await order(database, user, 1_000, terms=POOR)
    done, fast = 0, 0
    for number in range(60):
        await order(database, number, 1_000)
        job = await claim(database)
        done, fast = done + (job.lane == RELAXED), fast + (job.lane == FAST)
        if done == 10:
            break

    assert done == 10
    assert fast <= 4 * 10


async def test_a_person_at_the_bound_lets_others_pass(database):
    mine = [await order(database, 1, 100) for _ in range(3)]
    theirs = await order(database, 2, 9_000)

    claimed = [job.id for job in await claim_all(database, max_running=1)]
    assert claimed == [mine[0].id, theirs.id]

    async with database.begin() as session:
        await jobs.cancel_job(session, mine[0].id, now=NOW)
    assert (await claim(database, max_running=1)).id == mine[1].id


async def test_claims_at_once_never_pass_the_bound(database):
    """Whoever claims at the same instant sees what the claim before has let run."""
    for _ in range(4):
        await order(database, 1, 100)
    theirs = await order(database, 2, 9_000)

    at_once = await asyncio.gather(*(claim(database, max_running=1) for _ in range(5)))

    assert sorted(job.user_id for job in at_once if job) == [1, 2]
    assert theirs.id in [job.id for job in at_once if job]


async def test_orders_at_once_get_different_places(database):
    placed = await asyncio.gather(*(order(database, 1, 1_000) for _ in range(20)))

    assert sorted(job.start_tag for job in placed) == list(range(0, 20_000, 1_000))


@pytest.mark.parametrize("num_claimers", [6])
async def test_many_dispatchers_claim_in_order_without_a_double(database, num_claimers):
    for user in range(24):
        await order(database, user % 7, 400 + user)

    shares = await asyncio.gather(*(claim_all(database) for _ in range(num_claimers)))

    assert sorted(job.id for share in shares for job in share) == list(range(1, 25))
    for share in shares:
        tags = [(job.start_tag, job.id) for job in share]
        assert tags == sorted(tags)


def test_jains_index_is_one_for_equals_and_a_share_for_one_of_many():
    assert jain_index([5, 5, 5]) == 1
    assert jain_index([9, 0, 0]) == pytest.approx(1 / 3)
