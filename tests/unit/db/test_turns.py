"""Writers of one process come one by one, urgent ones first, and none is forgotten."""

from __future__ import annotations

import asyncio

import pytest

from db.turns import Turns
from tests.support.clock import settle


@pytest.fixture
def turns():
    return Turns(patience=20)


async def write(turns, name, entered, *, is_urgent=False):
    async with turns.take(is_urgent=is_urgent):
        entered.append(name)
        await asyncio.sleep(0)


async def test_urgent_ones_go_first_and_each_kind_in_its_order(turns):
    entered = []
    async with asyncio.TaskGroup() as group, turns.take():
        for name in ("a", "b", "!c", "d", "!e"):
            group.create_task(write(turns, name, entered, is_urgent=name[0] == "!"))
        await settle()
        assert entered == []

    assert entered == ["!c", "!e", "a", "b", "d"]


async def test_two_are_never_in_at_once(turns):
    inside, most = 0, 0

    async def enter():
        nonlocal inside, most
        async with turns.take():
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(enter() for _ in range(50)))

    assert most == 1


@pytest.mark.parametrize("moment", [0, 1, 2, 3])
async def test_one_who_gives_up_waiting_hands_the_turn_on(turns, moment):
    entered = []
    async with turns.take():
        leaving = asyncio.ensure_future(write(turns, "leaving", entered))
        staying = asyncio.ensure_future(write(turns, "staying", entered))
        await settle()
    for _ in range(moment):  # before, while and after it is handed over
        await asyncio.sleep(0)
    leaving.cancel()

    await staying
    await asyncio.gather(leaving, return_exceptions=True)

    assert entered[-1] == "staying"
    await asyncio.wait_for(write(turns, "later", entered), 5)


async def test_a_failure_inside_gives_the_turn_back(turns):
    with pytest.raises(ValueError, match="wrong"):
        async with turns.take():
            raise ValueError("wrong")

    entered = []
    await asyncio.wait_for(write(turns, "next", entered), 5)
    assert entered == ["next"]


async def test_nobody_waits_longer_than_their_patience():
    turns = Turns(patience=0.01)

    async with turns.take():
        with pytest.raises(TimeoutError):
            async with turns.take():
                pass

    async with turns.take():
        pass
