"""Ends come before progress, and no channel is edited more often than Discord lets it be."""

from __future__ import annotations

import asyncio

import pytest

from bot.delivering.channel_budget import (
    EDITS,
    KEPT_FOR_ENDS,
    KNOWN_CHANNELS,
    WINDOW_SECONDS,
    ChannelBudget,
)
from tests.support.clock import HeldClock, settle


@pytest.fixture
def clock():
    return HeldClock()


@pytest.fixture
def budget(clock):
    return ChannelBudget(clock)


async def taking(budget, clock, count, channel_id=1):
    """Let ``count`` ends wait for their turns; return when each got it, by number."""
    taken = []

    async def take(number):
        await budget.take(channel_id)
        taken.append((number, clock.monotonic()))

    tasks = [asyncio.create_task(take(number)) for number in range(count)]
    await settle()
    return taken, tasks


async def test_thirty_ends_come_in_their_order_five_in_any_five_seconds(budget, clock):
    taken, tasks = await taking(budget, clock, 30)

    for _ in range(30):
        await clock.advance(1.0)
    await asyncio.gather(*tasks)

    assert [number for number, _ in taken] == list(range(30))
    instants = [at for _, at in taken]
    assert instants[-1] == 25.0
    for early, late in zip(instants, instants[EDITS:], strict=False):
        assert late - early >= WINDOW_SECONDS


async def test_progress_leaves_turns_to_ends(budget, clock):
    spare = [budget.take_spare(1) for _ in range(EDITS)]

    assert spare.count(True) == EDITS - KEPT_FOR_ENDS
    assert budget.has_room(1)
    await budget.take(1)
    await clock.advance(WINDOW_SECONDS)
    assert budget.take_spare(1)


async def test_progress_gets_nothing_while_an_end_waits(budget, clock):
    _, tasks = await taking(budget, clock, EDITS + 1)

    assert not budget.take_spare(1)
    assert not budget.has_room(1)

    await clock.advance(WINDOW_SECONDS)
    await asyncio.gather(*tasks)


async def test_channels_do_not_hold_each_other_up(budget, clock):
    _, tasks = await taking(budget, clock, EDITS + 1)

    assert budget.has_room(2)
    assert budget.take_spare(2)

    await clock.advance(WINDOW_SECONDS)
    await asyncio.gather(*tasks)


async def test_an_end_that_gives_up_does_not_block_the_line(budget, clock):
    _, tasks = await taking(budget, clock, EDITS + 2)
    tasks[EDITS].cancel()
    await settle()

    await clock.advance(WINDOW_SECONDS)

    assert tasks[EDITS + 1].done()


async def test_idle_channels_are_forgotten(budget, clock):
    for channel_id in range(KNOWN_CHANNELS):
        await budget.take(channel_id)
    await clock.advance(WINDOW_SECONDS)

    budget.has_room(KNOWN_CHANNELS + 1)

    assert len(budget._channels) == 1
