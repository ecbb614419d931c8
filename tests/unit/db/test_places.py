"""A place is the number of jobs claimed before, with marks as without."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest

from bot.bench import crowd, fairness
from db import lane_marks
from db.jobs import claim_job, count_waiting, read_place, require_job
from db.lanes import FAST, RELAXED
from db.places import Place, read_end, read_work_ahead
from tests.support.jobs import LEASE, NOW


@pytest.fixture
def short_marks(monkeypatch):
    """Marks at every tenth job and more people, so that few jobs make a long lane."""
    monkeypatch.setattr(lane_marks, "SPACING", 10)
    monkeypatch.setattr(lane_marks, "MARKED_FROM", 20)
    monkeypatch.setattr(crowd, "EACH", 10)


async def places(database, job_ids):
    async with database.read() as session:
        return {number: await read_place(session, number) for number in job_ids}


async def claim_many(database, count):
    claimed = []
    for _ in range(count):
        async with database.begin() as session:
            claimed.append(await claim_job(session, owner="host:1", now=NOW, lease=LEASE))
    return claimed


@pytest.mark.parametrize("first_claims", [0, 1, 8, 30])
async def test_every_place_is_the_turn_in_which_the_job_is_claimed(
    database, short_marks, first_claims
):
    await crowd.fill(database, 60, Random(3))
    await claim_many(database, first_claims)  # after the marks were set
    told = await places(database, range(1, 61))

    claimed = await claim_many(database, 60 - first_claims)

    work = 0
    for turn, job in enumerate(claimed):
        assert told[job.id] == Place(FAST, turn, work)
        work += job.cost


async def test_whoever_comes_after_the_marks_is_counted_at_both_ends(database, short_marks):
    await crowd.fill(database, 60, Random(3))
    newest = await fairness.order(database, 999, 400, 10_000)
    last = [await fairness.order(database, 10_000, 100_000, 20_000 + n) for n in range(3)][-1]

    async with database.read() as session:
        first_place = await read_place(session, newest.id)
        last_place = await read_place(session, last.id)
        assert await count_waiting(session) == 64

    assert first_place.ahead == 6 + 0  # the six people whose first jobs are older; V is still 0
    assert last_place.ahead >= 60


async def test_an_ended_job_has_no_place(database):
    await fairness.order(database, 1, 400, 1)
    await claim_many(database, 1)

    assert await places(database, [1, 2]) == {1: None, 2: None}


async def test_the_work_ahead_counts_what_runs_and_the_other_lane(database):
    for number in range(3):
        await fairness.order(database, number, 1_000, number)
    await claim_many(database, 1)
    async with database.read() as session:
        behind = await read_end(session, FAST)
        relaxed = await read_end(session, RELAXED)

        assert (behind.ahead, behind.work) == (2, 2_000)
        assert await read_work_ahead(session, behind, 400) == 2_000 + 1_000
        assert await read_work_ahead(session, relaxed, 400) == 4 * 400 + 1_000


async def test_marks_are_set_once_an_interval(database, short_marks):
    await crowd.fill(database, 60, Random(3))
    before = await places(database, [60])
    await claim_many(database, 1)
    minute = dt.timedelta(minutes=1)
    async with database.begin() as session:
        await lane_marks.mark_lanes(session, now=crowd.NOW + minute / 2, interval=minute)
        await lane_marks.mark_lanes(session, now=crowd.NOW + 2 * minute, interval=minute)
        assert (await require_job(session, 60)).id == 60

    assert (await places(database, [60]))[60].ahead == before[60].ahead - 1
