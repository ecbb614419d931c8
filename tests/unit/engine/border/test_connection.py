from __future__ import annotations

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from engine.border.connection import MAX_UNSENT, Connection, Outbox
from engine.border.wire import MessageReader
from engine.protocol import (
    Accepted,
    Cancelled,
    Command,
    Event,
    Failed,
    Heartbeat,
    Hello,
    Rejected,
    Stepped,
)


def stepped(request_id, step_index):
    return Stepped(request_id=request_id, step_index=step_index, num_steps=150)


async def unread(outbox):
    """Everything that a peer would read now."""
    messages = []
    while len(outbox):
        stream = asyncio.StreamReader()
        for buffer in await outbox.get():
            stream.feed_data(buffer)
        messages.append(await MessageReader(stream, Event).read())
    return messages


async def test_messages_leave_in_their_order():
    outbox = Outbox()
    messages = [Hello(protocol_version=1, pid=1), Accepted(request_id="a"), stepped("a", 1)]

    for message in messages:
        outbox.put(message)

    assert await unread(outbox) == messages


async def test_a_slow_peer_gets_the_latest_progress_only():
    outbox = Outbox()
    outbox.put(Accepted(request_id="a"))

    for step_index in range(1, 1000):
        outbox.put(stepped("a", step_index))
        outbox.put(Heartbeat(phase="drawing", counters={"engine_ticks": float(step_index)}))

    assert await unread(outbox) == [
        Accepted(request_id="a"),
        stepped("a", 999),
        Heartbeat(phase="drawing", counters={"engine_ticks": 999.0}),
    ]


async def test_progress_of_an_ended_request_is_not_told_any_more():
    outbox = Outbox()
    for message in (stepped("a", 1), stepped("b", 1), Cancelled(request_id="a")):
        outbox.put(message)

    assert await unread(outbox) == [stepped("b", 1), Cancelled(request_id="a")]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 6), st.booleans()), max_size=40))
def test_no_end_is_ever_dropped_and_nothing_follows_it(script):
    """Requests step (one end after the other is used up); the peer reads now and then."""

    async def play():
        outbox, read, ended = Outbox(), [], []
        for name, step_index, is_reading in script:
            if name in ended:
                continue
            is_end = step_index == 6
            outbox.put(Failed(request_id=name, code="x") if is_end else stepped(name, step_index))
            ended += [name] * is_end
            if is_reading:
                read += await unread(outbox)
        return [*read, *await unread(outbox)], ended

    read, ended = asyncio.run(play())

    assert [event.request_id for event in read if isinstance(event, Failed)] == ended
    for name in ended:
        own = [event for event in read if event.request_id == name]
        assert isinstance(own[-1], Failed)


async def test_there_is_room_again_once_the_peer_reads():
    outbox = Outbox()
    for number in range(MAX_UNSENT):
        outbox.put(Rejected(request_id=str(number), code="x"))
    waiting = asyncio.get_running_loop().create_task(outbox.wait_for_room())
    await asyncio.sleep(0)
    assert not waiting.done()

    await outbox.get()

    await asyncio.wait_for(waiting, 5)


async def test_the_sender_ends_when_the_peer_is_gone(socket_pair):
    (reader, writer), theirs = socket_pair
    connection = Connection(reader, writer, Command)
    theirs.close()

    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        sender = group.create_task(connection.run_sender())
        while not sender.done():
            connection.send(Hello(protocol_version=1, pid=1))
            await asyncio.sleep(0)

    assert await connection.receive() is None
