"""What is offered comes at once, from memory where the database is slow."""

from __future__ import annotations

import asyncio

from bot.ordering.memory import FRESH_SECONDS, MAX_REMEMBERED, Memory
from db.errors import DatabaseError
from tests.support.clock import HeldClock


class Source:
    """Counts reads, and fails or hangs when told."""

    def __init__(self):
        self.reads = 0
        self.error = None
        self.hangs = False

    async def read(self, key):
        self.reads += 1
        if self.hangs:
            await asyncio.Event().wait()
        if self.error:
            raise self.error
        return (key, self.reads)


def a_memory():
    source, clock = Source(), HeldClock()
    return Memory(source.read, empty=(), clock=clock), source, clock


async def test_a_value_is_read_once_while_it_is_fresh():
    memory, _source, clock = a_memory()

    assert [await memory.of("a") for _ in range(3)] == [("a", 1)] * 3
    await clock.advance(FRESH_SECONDS + 1)
    assert await memory.of("a") == ("a", 2)


async def test_an_old_value_is_offered_where_a_new_one_does_not_come():
    memory, source, clock = a_memory()
    await memory.of("a")
    await clock.advance(FRESH_SECONDS + 1)

    source.error = DatabaseError("away")
    assert await memory.of("a") == ("a", 1)
    source.error, source.hangs = None, True
    assert await memory.of("a") == ("a", 1)
    assert await memory.of("b") == ()


async def test_what_was_changed_is_read_anew():
    memory, _source, _ = a_memory()
    await memory.of("a")

    memory.forget("a")

    assert await memory.of("a") == ("a", 2)


async def test_memory_is_bounded():
    memory, source, _ = a_memory()
    for key in range(MAX_REMEMBERED + 1):
        await memory.of(key)

    await memory.of(0)

    assert source.reads == MAX_REMEMBERED + 2
