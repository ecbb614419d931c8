"""Background work is kept while it runs, its failure seen, its end waited for."""

from __future__ import annotations

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.tasks import Tasks, first_end
from tests.support.clock import settle


async def forever():
    await asyncio.Event().wait()


async def fail():
    raise ValueError("a bug")


async def test_a_failure_is_logged_at_once_and_hurts_nobody():
    tasks = Tasks()
    tasks.spawn(forever(), name="sound")

    with capture_logs() as logged:
        tasks.spawn(fail(), name="broken")
        await settle()

    assert [(entry["event"], entry["task"]) for entry in logged] == [("task_failed", "broken")]
    assert len(tasks) == 1
    await tasks.close()


async def test_close_ends_everything_also_what_swallows_a_cancellation():
    tasks = Tasks()

    async def stubborn():
        try:
            await forever()
        except asyncio.CancelledError:
            await forever()

    tasks.spawn(stubborn(), name="stubborn")
    await settle()

    await asyncio.wait_for(tasks.close(), 5)

    assert len(tasks) == 0


async def test_first_end_raises_what_ended_first_and_cancels_the_others():
    was_cancelled = asyncio.Event()

    async def other():
        try:
            await forever()
        finally:
            was_cancelled.set()

    with pytest.raises(ValueError, match="a bug"):
        await first_end({"broken": fail(), "other": other()})

    assert was_cancelled.is_set()
