"""One end of the stream between bot and engine, with its queue of what is still to be sent."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from engine.border.wire import MessageReader, encode
from engine.protocol import (
    Cancelled,
    Failed,
    Finished,
    Heartbeat,
    Message,
    Rejected,
    Stepped,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

ReceivedT = TypeVar("ReceivedT")
MAX_UNSENT: Final = 64  # messages; a peer that leaves more unread is no longer read from


class Outbox:
    """Messages that wait for a slow peer: progress keeps the latest, all else keeps its place.

    A request has at most one ``Stepped`` here, and none once its terminal event is queued.
    """

    def __init__(self) -> None:
        self._buffers: dict[object, Sequence[bytes | memoryview]] = {}
        self._has_some = asyncio.Event()
        self._has_room = asyncio.Event()
        self._has_room.set()

    def __len__(self) -> int:
        return len(self._buffers)

    def put(self, message: Message) -> None:
        """Queue a message.

        Raises:
            ProtocolError: The message cannot be sent; nothing was queued.
        """
        buffers = encode(message)
        if isinstance(message, (Finished, Rejected, Failed, Cancelled)):
            self._buffers.pop((Stepped, message.request_id), None)
        self._buffers[_place_of(message)] = buffers
        self._update()

    async def get(self) -> Sequence[bytes | memoryview]:
        """Wait for the next message and return its buffers."""
        await self._has_some.wait()
        buffers = self._buffers.pop(next(iter(self._buffers)))
        self._update()
        return buffers

    async def wait_for_room(self) -> None:
        """Wait until the peer has read enough of what was sent."""
        await self._has_room.wait()

    def _update(self) -> None:
        for event, is_set in (
            (self._has_some, bool(self._buffers)),
            (self._has_room, len(self._buffers) < MAX_UNSENT),
        ):
            if is_set:
                event.set()
            else:
                event.clear()


def _place_of(message: Message) -> object:
    if isinstance(message, Stepped):
        return Stepped, message.request_id
    if isinstance(message, Heartbeat):
        return Heartbeat
    return object()


class Connection(Generic[ReceivedT]):
    """A stream of messages to and from one peer.

    Args:
        reader: Bytes from the peer.
        writer: Bytes to the peer.
        received_type: The union of messages that the peer may send.
    """

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, received_type: Any
    ) -> None:
        self._messages: MessageReader[ReceivedT] = MessageReader(reader, received_type)
        self._writer = writer
        self._outbox = Outbox()

    def send(self, message: Message) -> None:
        """Queue a message; ``run_sender`` writes it.

        Raises:
            ProtocolError: The message is over a limit; nothing was queued.
        """
        self._outbox.put(message)

    async def receive(self) -> ReceivedT | None:
        """Return the peer's next message, or None when it is gone.

        Raises:
            ProtocolError: What arrived is no message; close the connection.
        """
        return await self._messages.read()

    async def wait_for_room(self) -> None:
        """Wait until the peer has read enough of what it was sent.

        Only the engine waits before it listens further; if both sides did, they could stall.
        """
        await self._outbox.wait_for_room()

    async def run_sender(self) -> None:
        """Write what is queued until the peer is gone."""
        try:
            while True:
                for buffer in await self._outbox.get():
                    self._writer.write(buffer)
                    await self._writer.drain()
        except ConnectionError:
            return

    def abort(self) -> None:
        """Close at once; both sides see the end of the stream."""
        self._writer.transport.abort()
