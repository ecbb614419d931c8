"""A bot's end of the stream without the client: for engines that stand alone."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path

from engine.border.connection import Connection
from engine.protocol import Cancelled, Event, Failed, Finished, Ready, Rejected, Submit
from tests.support.engines import some_params

ENDS = (Finished, Rejected, Failed, Cancelled)


def engine_command(*arguments):
    return [sys.executable, "-m", "engine", *map(str, arguments)]


async def run_to_end(*arguments, timeout_seconds=30, **options):
    """Run an engine that ends by itself; return its exit code and what it printed."""
    process = await asyncio.create_subprocess_exec(
        *engine_command(*arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        **options,
    )
    async with asyncio.timeout(timeout_seconds):
        output, errors = await process.communicate()
    return process.returncode, output.decode() + errors.decode()


@contextlib.asynccontextmanager
async def connected(path):
    """Connect to a standing engine; nothing is sent or read by itself."""
    reader, writer = await asyncio.open_unix_connection(path)
    try:
        yield Peer(reader, writer)
    finally:
        writer.transport.abort()
        await asyncio.sleep(0)


class Peer:
    """One bot's streams, with words for what tests do."""

    def __init__(self, reader, writer):
        self.writer = writer
        self._connection = Connection(reader, writer, Event)

    async def send(self, *messages):
        async with asyncio.TaskGroup() as group:
            sender = group.create_task(self._connection.run_sender())
            for message in messages:
                self._connection.send(message)
            while len(self._connection._outbox):  # noqa: ASYNC110 - turns of the loop, no time
                await asyncio.sleep(0)
            sender.cancel()

    async def submit(self, request_id, **changes):
        await self.send(Submit.pack(request_id, some_params(**changes), preview_steps=1))

    async def receive(self):
        async with asyncio.timeout(30):
            return await self._connection.receive()

    async def read_until(self, kind, number=1):
        """Read until ``number`` events of a kind came; return all that was read."""
        events = []
        while sum(isinstance(event, kind) for event in events) < number:
            event = await self.receive()
            assert event is not None, f"the engine hung up after {events[-3:]}"
            events.append(event)
        return events

    async def read_ready(self):
        await self.read_until(Ready)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return (
        Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    )


def stop(pid):
    os.kill(pid, signal.SIGSTOP)
