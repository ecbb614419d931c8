"""What holds the event loop up is seen, with what the bot itself has to do with it."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from bot.monitoring.loop_watch import LOOK_SECONDS, WINDOW_SECONDS, LoopWatch
from bot.tasks import Tasks
from tests.support.clock import HeldClock


class Thread:
    """Processor time that passes when told."""

    seconds = 0.0

    def __call__(self):
        return self.seconds


class SlowLoop(HeldClock):
    """A clock on which the next sleepers sleep so much longer than they asked for."""

    def __init__(self):
        super().__init__()
        self.late = []

    async def sleep(self, seconds):
        await super().sleep(seconds + (self.late.pop(0) if self.late else 0))


@pytest.fixture
async def watched():
    """A watch that runs, with its clock and its thread."""
    clock, thread, tasks = SlowLoop(), Thread(), Tasks()
    watch = LoopWatch(clock, thread_seconds=thread)
    tasks.spawn(watch.run(), name="watch")
    await clock.until_asleep()
    yield watch, clock, thread
    await tasks.close()


async def test_a_loop_in_time_is_not_late(watched):
    watch, clock, _ = watched

    await clock.advance(3 * LOOK_SECONDS)

    assert watch.late_seconds() == watch.busy_seconds() == pytest.approx(0)


async def test_a_late_turn_is_told_with_the_part_that_was_the_bots_own(watched):
    watch, clock, thread = watched
    clock.late = [0.2]
    await clock.advance(LOOK_SECONDS)

    thread.seconds = 0.03
    with capture_logs() as logged:
        await clock.advance(LOOK_SECONDS + 0.2)

    assert watch.late_seconds() == pytest.approx(0.2)
    assert watch.busy_seconds() == pytest.approx(0.03)
    assert [(one["event"], one["late_ms"], one["busy_ms"]) for one in logged] == [
        ("loop_late", 200, 30)
    ]


async def test_the_worst_delay_is_remembered_for_fifteen_seconds(watched):
    watch, clock, _ = watched
    clock.late = [0.2, 0.1]
    await clock.advance(3 * LOOK_SECONDS + 0.3)
    assert watch.late_seconds() == pytest.approx(0.2)

    await clock.advance(WINDOW_SECONDS - 0.05)

    assert watch.late_seconds() == pytest.approx(0.1)
