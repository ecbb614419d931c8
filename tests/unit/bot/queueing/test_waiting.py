"""Waiting people are told what changes, and no longer than they wait."""

from __future__ import annotations

import pytest

from bot.queueing.outlook import Outlook
from bot.queueing.pace import Pace
from bot.queueing.waiting import WaitingRoom
from engine.border.engine_state import EngineState
from tests.support.clock import settle
from tests.support.patience import until
from tests.support.scripted_engine import ScriptedEngine
from tests.unit.bot.conftest import OWNER


@pytest.fixture
def engine():
    return ScriptedEngine()


@pytest.fixture
def waiting(bench, engine):
    return WaitingRoom(
        drain=bench.drain,
        database=bench.database,
        engine=engine,
        editors=bench.editors,
        writer=bench.writer,
        clock=bench.clock,
        owner=OWNER,
        interval=2.0,
        pace=Pace(),
    )


def lines(bench):
    return [draft.content.splitlines()[-1] for _, draft in bench.messenger.progress]


async def test_the_position_is_told_at_once_and_again_when_it_changes(bench, waiting):
    first, second = await bench.jobs.queued(), await bench.jobs.queued()
    bench.tasks.spawn(waiting.refresh(), name="refresh")

    waiting.add(second, Outlook(1))
    await settle()
    await bench.jobs.claim()
    await bench.clock.until_asleep()
    await bench.clock.advance(2)
    await until(lambda: len(lines(bench)) == 2)

    assert first.id < second.id
    assert lines(bench) == ["Queued: 1 job ahead.", "Queued: next in line."]


async def test_loading_is_told_with_its_percentage(bench, waiting, engine):
    engine.state = EngineState("loading", "loading unet", 0.4)

    waiting.add(await bench.jobs.queued(), Outlook(0))
    await settle()

    assert lines(bench) == ["Atelier is starting: loading unet 40 %."]


async def test_a_job_that_another_bot_has_is_let_go_with_its_editor(bench, waiting):
    job = await bench.jobs.queued()
    waiting.add(job, Outlook(0))
    await bench.jobs.claim(owner="host:2:another")
    bench.tasks.spawn(waiting.refresh(), name="refresh")

    await bench.clock.until_asleep()
    await bench.clock.advance(2)
    await until(lambda: not len(waiting))

    waiting.remove(job.id)
    assert len(waiting) == len(bench.editors) == 0
    assert bench.messenger.forgotten == [job.id]


async def test_a_job_that_this_bot_has_claimed_keeps_its_editor(bench, waiting):
    job = await bench.jobs.queued()
    waiting.add(job, Outlook(0))
    await bench.jobs.claim(owner=OWNER)
    bench.tasks.spawn(waiting.refresh(), name="refresh")

    await bench.clock.until_asleep()
    await bench.clock.advance(2)
    await bench.clock.until_asleep()

    assert len(bench.editors) == 1
    assert bench.messenger.forgotten == []
