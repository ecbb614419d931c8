"""Messages as bytes: one msgpack part and the raw frames beside it.

::

    u32 length of the msgpack part | u32 number of frames | u32 length of each frame
    msgpack part | frames                                 (all numbers big-endian)

Limits are checked from the header, before anything is allocated, by both sides.
"""

from __future__ import annotations

import asyncio
import struct
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar

import msgspec

from engine.errors import EngineError
from engine.protocol import MAX_FRAME_BYTES, Frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.protocol import Message

MAX_PART_BYTES: Final = 1024 * 1024  # prompts, recipes and PNG texts; pictures go as frames
MAX_FRAMES: Final = 4
READ_AHEAD_BYTES: Final = 1024 * 1024  # what a stream buffers before it stops reading

_HEADER = struct.Struct(">II")

ReceivedT = TypeVar("ReceivedT")


class ProtocolError(EngineError):
    """What arrived, or should be sent, is no message; the connection cannot be used further."""

    code: ClassVar[str] = "protocol_broken"


def encode(message: Message) -> list[bytes | memoryview]:
    """Turn a message into the buffers to write, one after the other; frames are not copied.

    Raises:
        ProtocolError: A frame or the message is over its limit, or a text is no Unicode.
    """
    frames: list[Frame] = []

    def leave_out(value: Any) -> int:
        if not isinstance(value, Frame):
            message = f"cannot send {type(value).__name__}"
            raise NotImplementedError(message)
        frames.append(value)
        return len(frames) - 1

    try:
        part = msgspec.msgpack.encode(message, enc_hook=leave_out)
    except UnicodeEncodeError as error:
        raise ProtocolError("a text holds half of a surrogate pair") from error
    lengths = [len(frame.data) for frame in frames]
    _check_limits(len(part), lengths)
    header = _HEADER.pack(len(part), len(frames)) + struct.pack(f">{len(frames)}I", *lengths)
    return [header + part, *(memoryview(frame.data) for frame in frames)]


class MessageReader(Generic[ReceivedT]):
    """Reads one side's messages from a stream.

    Args:
        stream: Where the bytes come from.
        received_type: The union of messages that may arrive (``Command`` or ``Event``).
    """

    def __init__(self, stream: asyncio.StreamReader, received_type: Any) -> None:
        self._stream = stream
        self._frames: Sequence[bytes] = ()
        self._decoder: msgspec.msgpack.Decoder[ReceivedT] = msgspec.msgpack.Decoder(
            received_type, dec_hook=self._put_back
        )

    async def read(self) -> ReceivedT | None:
        """Return the next message, or None when the peer is gone (also mid-message).

        Raises:
            ProtocolError: The bytes are no message or over a limit; close the connection.
        """
        try:
            part, frames = await self._read_parts()
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        return self.decode(part, frames)

    def decode(self, part: bytes, frames: Sequence[bytes]) -> ReceivedT:
        """Build the message of a msgpack part and its frames.

        Raises:
            ProtocolError: The part is no message of the expected direction.
        """
        self._frames = frames
        try:
            return self._decoder.decode(part)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            message = f"not a message: {error}"
            raise ProtocolError(message) from error
        finally:
            self._frames = ()

    async def _read_parts(self) -> tuple[bytes, list[bytes]]:
        part_length, num_frames = _HEADER.unpack(await self._stream.readexactly(_HEADER.size))
        _check_part(part_length, num_frames)
        lengths = struct.unpack(f">{num_frames}I", await self._stream.readexactly(4 * num_frames))
        _check_limits(part_length, lengths)
        part = await self._stream.readexactly(part_length)
        return part, [await self._stream.readexactly(length) for length in lengths]

    def _put_back(self, kind: type, index: object) -> Frame:
        if kind is not Frame or not isinstance(index, int) or not 0 <= index < len(self._frames):
            message = f"no frame {index!r} among {len(self._frames)}"
            raise ValueError(message)
        return Frame(self._frames[index])


def _check_part(part_length: int, num_frames: int) -> None:
    if part_length > MAX_PART_BYTES:
        message = f"message of {part_length} bytes exceeds {MAX_PART_BYTES}"
        raise ProtocolError(message)
    if num_frames > MAX_FRAMES:
        message = f"{num_frames} frames exceed {MAX_FRAMES}"
        raise ProtocolError(message)


def _check_limits(part_length: int, lengths: Sequence[int]) -> None:
    _check_part(part_length, len(lengths))
    if sum(lengths) > MAX_FRAME_BYTES:
        message = f"frames of {sum(lengths)} bytes exceed {MAX_FRAME_BYTES}"
        raise ProtocolError(message)
