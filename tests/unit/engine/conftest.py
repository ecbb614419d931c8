from __future__ import annotations

import asyncio
import socket

import pytest


@pytest.fixture
async def socket_pair():
    """A connected pair: the streams of one end, the bare socket of the other."""
    ours, theirs = socket.socketpair()
    reader, writer = await asyncio.open_unix_connection(sock=ours)
    yield (reader, writer), theirs
    theirs.close()
    writer.transport.abort()
    await asyncio.sleep(0)
