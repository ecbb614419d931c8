"""Nobody overspends, nothing is lost: ledger, balances and jobs agree after every end."""

from __future__ import annotations

import asyncio
import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text, update

from db import jobs
from db.accounts import NO_GUILD, POOL, Allowance, open_account, read_standing
from db.credit_audit import audit
from db.credits import adjust, grant, last_entries
from db.images import record_image
from db.jobs import Terms, admit_job
from db.tables import CreditAccount, Image
from tests.support.jobs import LATER, LEASE, NOW, a_job, an_image
from tests.support.payers import USER, pay_many

REPOSITORY = Path(__file__).parents[3]
TEN = Allowance(10_000, 24_000)  # ten credits, a new one every hour
TERMS = Terms(allowance=TEN)
HOUR = dt.timedelta(hours=1)


async def order(database, *, terms=TERMS, now=NOW, **changes):
    async with database.begin() as session:
        new = a_job(**{"cost": 4_000, "num_images": 4, **changes})
        return await admit_job(session, new, terms, now=now)


async def standing(database, *, guild_id=1, user_id=3, allowance=TEN, now=NOW):
    """The balance and what is held; the whole ledger must agree with it."""
    async with database.read() as session:
        assert await audit(session) == []
        seen = await read_standing(session, guild_id, user_id, allowance, now=now)
    return seen.balance, seen.held


async def run(database, function, *arguments, now=NOW, **options):
    async with database.begin() as session:
        return await function(session, *arguments, now=now, **options)


async def claimed(database, now=NOW):
    return await run(database, jobs.claim_job, owner="host:1", lease=LEASE, now=now)


async def rendered(database, flagged=(), *, work=0):
    job = (await order(database)).job
    await claimed(database)
    async with database.begin() as session:
        for index in range(job.num_images):
            clean = {"is_clean": index not in flagged, "sha256": f"{index:064}"}
            await record_image(session, an_image(job.id, index=index, **clean), now=NOW)
    await run(database, jobs.mark_rendered, job.id, owner="host:1", model_hash="m", work=work)
    return job.id


async def test_an_order_holds_its_cost(database):
    admitted = await order(database)

    assert (admitted.job.lane, admitted.job.price) == ("fast", 4_000)
    assert await standing(database) == (6_000, 4_000)


async def test_too_little_is_refused_with_what_is_there_and_when_it_will_do(database):
    await order(database, cost=8_000)

    lacking = (await order(database, cost=4_000)).lacking

    assert (lacking.balance, lacking.held) == (2_000, 8_000)
    assert lacking.seconds_until(2_000) == 0
    assert lacking.seconds_until(4_000) is None  # the bucket is full but for what is held
    assert (await order(database, cost=2_000)).lacking is None


async def test_the_time_until_it_will_do_is_right(database):
    job = (await order(database, cost=9_000)).job
    await claimed(database)
    await run(database, jobs.cancel_job, job.id, work=9_000)

    lacking = (await order(database, cost=3_000)).lacking

    assert lacking.seconds_until(3_000) == 2 * 3600 + 1
    assert (await order(database, cost=3_000, now=NOW + 2 * HOUR)).lacking is None


@pytest.mark.parametrize(("flagged", "left"), [((), 6_000), ((1,), 7_000), ((0, 1, 2), 9_000)])
async def test_a_delivered_job_pays_for_its_clean_images(database, flagged, left):
    job_id = await rendered(database, flagged)

    assert await run(database, jobs.mark_delivered, job_id)
    assert not await run(database, jobs.mark_delivered, job_id)

    assert await standing(database) == (left, 0)


async def test_a_delivered_job_pays_for_what_is_shown_behind_a_spoiler(database):
    job_id = await rendered(database, (1,))
    async with database.begin() as session:
        covered = update(Image).where(Image.job_id == job_id, Image.index == 1)
        await session.execute(covered.values(action="spoiler"))

    assert await run(database, jobs.mark_delivered, job_id)

    assert await standing(database) == (6_000, 0)


@pytest.mark.parametrize(("work", "left"), [(400, 9_900), (400_000, 9_000)])
async def test_what_took_less_than_was_held_costs_less_and_never_more(database, work, left):
    job_id = await rendered(database, (1, 2, 3), work=work)

    assert await run(database, jobs.mark_delivered, job_id)

    assert await standing(database) == (left, 0)


async def test_a_withheld_job_is_free(database):
    job_id = await rendered(database, (0, 1, 2, 3))

    assert await run(database, jobs.mark_withheld, job_id)

    assert await standing(database) == (10_000, 0)


@pytest.mark.parametrize("step", ["queued", "running", "rendered"])
async def test_a_failed_job_is_free_wherever_it_failed(database, step):
    if step == "rendered":
        job_id = await rendered(database)
    else:
        job_id = (await order(database)).job.id
        if step == "running":
            await claimed(database)

    assert await run(database, jobs.fail_job, job_id, code="test", facts={})
    assert not await run(database, jobs.fail_job, job_id, code="test", facts={})

    assert await standing(database) == (10_000, 0)


async def test_a_job_whose_attempts_are_used_up_is_free(database):
    await order(database)
    await claimed(database)

    await run(database, jobs.requeue_expired, max_attempts=1, now=LATER)

    assert await standing(database) == (10_000, 0)


async def test_a_job_cancelled_while_it_waits_is_free(database):
    job_id = (await order(database)).job.id

    assert await run(database, jobs.cancel_job, job_id, work=3_000)
    assert not await run(database, jobs.cancel_job, job_id)

    assert await standing(database) == (10_000, 0)


@pytest.mark.parametrize(
    ("noted", "told", "left"),
    [(0, 0, 10_000), (1_500, 0, 8_500), (1_000, 2_500, 7_500), (0, 9_999, 6_000)],
)
async def test_a_job_cancelled_while_it_runs_pays_for_the_steps_done(database, noted, told, left):
    job_id = (await order(database)).job.id
    await claimed(database)
    async with database.begin() as session:
        await jobs.note_work(session, job_id, owner="host:1", work=noted)
        await jobs.note_work(session, job_id, owner="host:2", work=3_999)

    assert await run(database, jobs.cancel_job, job_id, work=told)

    assert await standing(database) == (left, 0)


async def test_the_same_interaction_twice_holds_once(database):
    first = await order(database, interaction_id=77)
    again = await order(database, interaction_id=77)

    assert (again.job.id, again.is_new) == (first.job.id, False)
    assert await standing(database) == (6_000, 4_000)


async def test_an_allowance_fills_up_evenly_and_stops_at_its_capacity(database):
    job = (await order(database, cost=8_000)).job
    await claimed(database)
    await run(database, jobs.cancel_job, job.id, work=8_000)

    assert await standing(database, now=NOW + HOUR / 2) == (2_500, 0)
    assert await standing(database, now=NOW + 3 * HOUR) == (5_000, 0)
    assert await standing(database, now=NOW + 30 * HOUR) == (10_000, 0)
    assert await standing(database, now=NOW - HOUR) == (2_000, 0)


async def test_many_small_refills_make_as_much_as_one_large(database):
    await order(database, cost=8_000)
    for minute in range(1, 61):
        await order(database, cost=1, now=NOW + dt.timedelta(minutes=minute, microseconds=3777))

    balance, held = await standing(database, now=NOW + 2 * HOUR)
    assert balance + held == 10_000  # what is held still counts as being in the bucket


async def test_what_is_held_still_fills_the_bucket(database):
    """Else a hold would make room for a refill, and its refund would overflow."""
    job = (await order(database, cost=6_000)).job

    assert await standing(database, now=NOW + 9 * HOUR) == (4_000, 6_000)
    await run(database, jobs.cancel_job, job.id, now=NOW + 9 * HOUR)

    assert await standing(database, now=NOW + 10 * HOUR) == (10_000, 0)


async def test_time_with_a_full_bucket_is_not_saved_up(database):
    first = (await order(database, cost=10_000)).job
    await claimed(database)
    await run(database, jobs.cancel_job, first.id, work=10_000, now=NOW + 9 * HOUR)

    assert await standing(database, now=NOW + 9 * HOUR) == (0, 0)
    assert await standing(database, now=NOW + 10 * HOUR) == (1_000, 0)


async def test_a_grant_comes_on_top_and_stays(database):
    async with database.begin() as session:
        account_id = await open_account(session, 1, 3, TEN, now=NOW)
        assert await grant(session, account_id, 5_000, actor_id=9, now=NOW) == 15_000

    assert await standing(database, now=NOW + 9 * HOUR) == (15_000, 0)
    assert (await order(database, cost=12_000)).lacking is None


async def test_no_grant_takes_more_than_there_is(database):
    async with database.begin() as session:
        account_id = await open_account(session, 1, 3, TEN, now=NOW)
        assert await grant(session, account_id, -99_000, actor_id=9, now=NOW) == 0

    assert await standing(database) == (0, 0)


async def test_a_balance_can_be_set_and_the_ledger_tells_who_did_it(database):
    await order(database)
    async with database.begin() as session:
        account_id = await open_account(session, 1, 3, TEN, now=NOW)
        assert await adjust(session, account_id, 500, actor_id=9, now=NOW) == 500
        newest, hold = await last_entries(session, account_id, limit=2)

    assert (newest.kind, newest.amount, newest.actor_id) == ("adjust", -5_500, 9)
    assert (hold.kind, hold.amount) == ("hold", -4_000)
    assert await standing(database) == (500, 4_000)


async def test_people_are_told_of_what_changed_their_credits(database):
    job_id = await rendered(database)
    await run(database, jobs.mark_delivered, job_id)
    async with database.read() as session:
        account_id = (await read_standing(session, 1, 3, TEN, now=NOW)).account_id
        everything = await last_entries(session, account_id, limit=9)
        changes = await last_entries(session, account_id, limit=9, has_zeros=False)

    assert [line.kind for line in everything] == ["settle", "hold"]
    assert [line.kind for line in changes] == ["hold"]


async def test_accounts_are_apart_by_guild_and_outside_of_guilds(database):
    await order(database, guild_id=1)
    await order(database, guild_id=None, cost=1_000)

    assert await standing(database, guild_id=1) == (6_000, 4_000)
    assert await standing(database, guild_id=2) == (10_000, 0)
    assert await standing(database, guild_id=NO_GUILD) == (9_000, 1_000)


async def test_a_guilds_pool_is_drawn_on_beside_the_persons_own(database):
    pool = Allowance(6_000, 0)
    terms = Terms(allowance=TEN, pool=pool)
    first = (await order(database, terms=terms)).job

    lacking = (await order(database, terms=terms, user_id=4)).lacking

    assert (lacking.balance, lacking.allowance) == (2_000, pool)
    assert await standing(database, user_id=4) == (10_000, 0)
    await run(database, jobs.cancel_job, first.id)
    assert await standing(database, user_id=POOL, allowance=pool) == (6_000, 0)
    assert await standing(database) == (10_000, 0)


async def test_people_without_an_allowance_are_drawn_for_nothing(database):
    job = (await order(database, terms=Terms())).job

    assert (job.lane, job.cost, job.price) == ("fast", 4_000, 0)
    await run(database, jobs.cancel_job, job.id)
    assert await standing(database) == (10_000, 0)


async def test_of_two_hundred_at_once_on_an_allowance_of_a_hundred_a_hundred_get_it(database_url):
    assert await pay_many(database_url, 200, 100_000) == 100


async def test_of_many_at_once_a_pool_lets_through_what_it_holds(database_url):
    assert await pay_many(database_url, 60, 100_000, pool=20_000) == 20


async def test_two_processes_together_get_a_hundred(database, database_url):
    command = (sys.executable, "-m", "tests.support.payers", database_url, "100", "100000")
    children = [
        await asyncio.create_subprocess_exec(
            *command, first, cwd=REPOSITORY, stdout=subprocess.PIPE
        )
        for first in ("1000", "2000")
    ]
    async with asyncio.timeout(90):
        granted = [int((await child.communicate())[0]) for child in children]

    assert sum(granted) == 100
    assert await standing(database, user_id=USER, allowance=Allowance(100_000, 0)) == (0, 100_000)


@pytest.mark.parametrize(
    ("change", "law"),
    [
        ({"balance": 1}, "balance_is_ledger"),
        ({"held": 0}, "held_is_open_holds"),
    ],
)
async def test_the_audit_finds_an_account_that_was_tampered_with(database, change, law):
    await order(database)
    async with database.begin() as session:
        await session.execute(update(CreditAccount).values(change))

    async with database.read() as session:
        found = await audit(session)

    assert [(one.law, one.account_id) for one in found] == [(law, 1)]


@pytest.mark.parametrize(
    ("statement", "law"),
    [
        ("UPDATE jobs SET price = 3000", "hold_is_price"),
        ("UPDATE jobs SET state = 'failed', ended_at = created_at, paid = 0", "hold_ends_with_job"),
        ("DELETE FROM jobs", "hold_ends_with_job"),
        ("UPDATE credit_entries SET job_id = 99", "price_is_held"),
        ("UPDATE credit_entries SET kind = 'settle'", "end_has_hold"),
        ("UPDATE jobs SET paid = 5", "paid_is_within_price"),
    ],
)
async def test_the_audit_finds_a_job_that_was_tampered_with(database, statement, law):
    await order(database)
    async with database.begin() as session:
        await session.execute(text(statement))

    async with database.read() as session:
        found = {one.law for one in await audit(session)}

    assert law in found
