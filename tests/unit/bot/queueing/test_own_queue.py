"""People see what of theirs is on its way, and about when it will be there."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.queueing.own_queue import OwnQueue
from bot.queueing.pace import Pace
from bot.text import ENGLISH

PERSON, GUILD = 3, 1
COST = 400  # thousandths of a credit


@pytest.fixture
def pace():
    return Pace()


@pytest.fixture
async def own_queue(bench, pace):
    return OwnQueue(bench.database, pace)


async def note_one_drawn(bench, pace):
    """Let one job take ten seconds; it still seems to be drawn."""
    drawn = await bench.jobs.running(cost=COST)
    pace.note(drawn, drawn.started_at + dt.timedelta(seconds=10))
    return drawn


async def test_nothing_on_its_way_is_said(own_queue):
    shown = await own_queue.of(PERSON, GUILD, ENGLISH)

    assert shown == {"content": "Nothing of yours is waiting or being drawn.", "view": None}


async def test_a_waiting_job_is_shown_with_its_place_and_time_once_a_pace_is_known(
    bench, own_queue, pace
):
    drawn = await note_one_drawn(bench, pace)
    waiting = await bench.jobs.queued(cost=COST)

    lines = (await own_queue.of(PERSON, GUILD, ENGLISH))["content"].splitlines()

    assert lines[1] == f"Job {drawn.id}: being drawn · a red apple"
    assert lines[2] == f"Job {waiting.id}: 0 ahead · a red apple · Done in about 20 s."


async def test_before_anything_was_drawn_no_time_is_promised(bench, own_queue):
    waiting = await bench.jobs.queued()

    lines = (await own_queue.of(PERSON, GUILD, ENGLISH))["content"].splitlines()

    assert lines[1:] == [f"Job {waiting.id}: 0 ahead · a red apple"]


async def test_jobs_of_others_and_of_other_guilds_are_not_listed(bench, own_queue):
    await bench.jobs.queued(user_id=PERSON + 1)
    await bench.jobs.queued(guild_id=GUILD + 1)

    assert (await own_queue.of(PERSON, GUILD, ENGLISH))["view"] is None
