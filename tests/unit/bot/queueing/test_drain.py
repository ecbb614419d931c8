"""A drain is heeded by everybody on the database, and ends when it is told to."""

from __future__ import annotations

import asyncio

import pytest

from bot.cli import drain as command
from bot.queueing.queue_errors import DrainingError
from db.drains import begin_drain, end_drain, is_draining
from tests.support.clock import NOON, settle


@pytest.fixture
def set_drain(bench):
    async def change(*, is_on):
        async with bench.database.begin() as session:
            await (begin_drain(session, now=NOON) if is_on else end_drain(session))

    return change


async def test_a_drain_begun_twice_ends_once(bench, set_drain):
    await set_drain(is_on=True)
    await set_drain(is_on=True)
    await set_drain(is_on=False)

    async with bench.database.read() as session:
        assert not await is_draining(session)


async def test_while_it_is_on_nothing_new_passes(bench, set_drain):
    await set_drain(is_on=True)
    await bench.drain.refresh()
    waiting = asyncio.create_task(bench.drain.wait_until_off())
    await settle()

    with pytest.raises(DrainingError):
        bench.drain.check()
    assert not waiting.done()

    await set_drain(is_on=False)
    await bench.drain.refresh()
    await waiting
    bench.drain.check()


async def test_the_command_ends_once_nothing_runs(bench, monkeypatch):
    monkeypatch.setattr(command, "LOOK_SECONDS", 0.01)
    await bench.jobs.queued()

    assert await command._drain(bench.database, 60) == 0


async def test_the_command_gives_up_after_its_timeout_and_leaves_the_drain_on(bench, monkeypatch):
    monkeypatch.setattr(command, "LOOK_SECONDS", 0.01)
    await bench.jobs.running()

    assert await command._drain(bench.database, 0.05) == 1
    async with bench.database.read() as session:
        assert await is_draining(session)
