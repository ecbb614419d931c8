"""A doubted picture is drawn again behind everybody who waits for one."""

from __future__ import annotations

import asyncio

import pytest

from bot.finding.replaying import LOOK_SECONDS, MAX_WAIT_SECONDS, Replays
from db.images import record_image
from db.jobs import claim_job, create_job
from tests.support.clock import HeldClock
from tests.support.jobs import LEASE, NOW, a_job, an_image
from tests.support.patience import until
from tests.support.scripted_engine import ScriptedEngine


class NoStartImages:
    async def fill(self, params):
        return params


class ReplayEngine(ScriptedEngine):
    """Finishes whatever it is asked for, or never does."""

    hangs = False

    def submit(self, request_id, params, *, watermark_id=None, preview_steps=0, stop_margin=None):
        self.submitted.append((request_id, params, watermark_id))
        return self._play(request_id, params, "hang" if self.hangs else "finish")


async def one_image(database):
    async with database.begin() as session:
        job = await create_job(session, a_job(), now=NOW)
        await claim_job(session, owner="bot", now=NOW, lease=LEASE)
        return job, await record_image(session, an_image(job.id, watermark_id=77), now=NOW)


async def other_waits(database):
    async with database.begin() as session:
        await create_job(session, a_job(user_id=9), now=NOW)


@pytest.fixture
def engine():
    return ReplayEngine()


@pytest.fixture
def clock():
    return HeldClock()


@pytest.fixture
def replays(database, engine, clock):
    return Replays(database, engine, NoStartImages(), clock)


async def test_an_image_is_drawn_with_its_own_seed_and_watermark(database, replays, engine):
    event = await replays.draw(*await one_image(database))

    ((_, params, watermark_id),) = engine.submitted
    assert (params.seed, watermark_id, event.seed) == (7, 77, 7)


async def test_it_begins_when_nobody_waits_any_more(database, replays, engine, clock):
    origin = await one_image(database)
    await other_waits(database)

    drawn = asyncio.ensure_future(replays.draw(*origin))
    await clock.until_asleep()
    assert engine.submitted == []
    async with database.begin() as session:
        await claim_job(session, owner="bot", now=NOW, lease=LEASE)
    await clock.advance(LOOK_SECONDS)

    assert (await drawn) is not None


async def test_it_is_given_up_when_others_keep_waiting(database, replays, engine, clock):
    origin = await one_image(database)
    await other_waits(database)

    drawn = asyncio.ensure_future(replays.draw(*origin))
    while clock.monotonic() < MAX_WAIT_SECONDS:
        await clock.until_asleep()
        await clock.advance(MAX_WAIT_SECONDS / 3)

    with pytest.raises(TimeoutError):
        await drawn
    assert engine.submitted == []


async def test_one_is_drawn_at_a_time_and_a_crowd_is_turned_away(database, replays, engine):
    engine.hangs = True
    origin = await one_image(database)

    crowd = [asyncio.ensure_future(replays.draw(*origin)) for _ in range(5)]
    done, waiting = await asyncio.wait(crowd, return_when=asyncio.FIRST_COMPLETED)

    assert [type(one.exception()) for one in done] == [TimeoutError]
    await until(lambda: engine.submitted)
    assert len(engine.submitted) == 1
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert engine.cancelled == [engine.submitted[0][0]]
