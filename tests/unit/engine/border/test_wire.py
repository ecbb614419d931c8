from __future__ import annotations

import asyncio
import contextlib
import struct

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.border.wire import MAX_FRAMES, MAX_PART_BYTES, MessageReader, ProtocolError, encode
from engine.params import GenerationParams
from engine.protocol import (
    MAX_FRAME_BYTES,
    Accepted,
    Cancel,
    Command,
    Event,
    Finished,
    Frame,
    Heartbeat,
    Hello,
    Inspect,
    Inspected,
    Reading,
    Rejected,
    Shutdown,
    Stepped,
    Submit,
    Verdict,
)

CLEAN = Verdict(is_clean=True, scores={"test_card": 0.25})
READING = Reading(agreement=0.5, soft=(1.0, -1.0), is_whole=True, past="cut")
FINISHED = Finished(
    request_id="7:0",
    image=Frame(b"png bytes"),
    sha256="00",
    width=512,
    height=512,
    seed=2**53 - 1,
    verdict=CLEAN,
    has_watermark=True,
    recipe={"parameters": "a 🐟\nSteps: 20"},
    seconds=1.5,
)
COMMANDS = [
    Submit.pack("7:0", GenerationParams(prompt="a fish"), watermark_id=2**32 - 1),
    Submit.pack("7:0", GenerationParams(prompt="x", init_image=b"one", mask_image=b"two")),
    Cancel(request_id="7:0"),
    Inspect(inspect_id="a", file=Frame(b"")),
    Shutdown(),
]
EVENTS = [
    Hello(protocol_version=1, pid=5),
    Heartbeat(phase="loading", fraction=0.5, counters={"engine_ticks": 3.0}),
    Accepted(request_id="7:0"),
    Stepped(request_id="7:0", step_index=1, num_steps=20, preview=Frame(b"preview")),
    FINISHED,
    Rejected(request_id="7:0", code="image_too_large", facts={"pixels": 9, "reason": "ü"}),
    Inspected(inspect_id="a", verdict=CLEAN, readings=(READING,)),
]


def stream_of(data, *, is_ended=True):
    stream = asyncio.StreamReader()
    stream.feed_data(data)
    if is_ended:
        stream.feed_eof()
    return stream


async def read(data, received_type=Event, *, is_ended=True):
    async with asyncio.timeout(5):
        return await MessageReader(stream_of(data, is_ended=is_ended), received_type).read()


@pytest.mark.parametrize(
    ("message", "received_type"),
    [*((message, Command) for message in COMMANDS), *((message, Event) for message in EVENTS)],
    ids=lambda value: type(value).__name__,
)
async def test_a_message_comes_out_as_it_went_in(message, received_type):
    assert await read(b"".join(encode(message)), received_type) == message


async def test_messages_follow_each_other_without_gaps():
    stream = stream_of(b"".join(part for event in EVENTS for part in encode(event)))
    reader = MessageReader(stream, Event)

    assert [await reader.read() for _ in EVENTS] == EVENTS
    assert await reader.read() is None


def test_a_frame_is_written_from_where_it_lies():
    picture = bytes(1000)

    *_, frame = encode(Inspect(inspect_id="a", file=Frame(picture)))

    assert frame.obj is picture


def test_a_frame_takes_no_room_in_the_message():
    small, large = (
        encode(Inspect(inspect_id="a", file=Frame(bytes(size)))) for size in (1, 1_000_000)
    )

    assert len(small[0]) == len(large[0])


@pytest.mark.parametrize(
    "data",
    [b"", b"\0", b"".join(encode(FINISHED))[:-1], b"".join(encode(FINISHED))[:20]],
    ids=["nothing", "half a header", "half a frame", "half a message"],
)
async def test_a_stream_that_ends_early_means_the_peer_is_gone(data):
    assert await read(data) is None


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(struct.pack(">II", MAX_PART_BYTES + 1, 0), id="long message"),
        pytest.param(struct.pack(">II", 10, MAX_FRAMES + 1), id="many frames"),
        pytest.param(struct.pack(">III", 10, 1, MAX_FRAME_BYTES + 1), id="long frame"),
        pytest.param(
            struct.pack(">IIII", 10, 2, MAX_FRAME_BYTES, 1), id="frames too long together"
        ),
        pytest.param(b"GET / HTTP/1.1\r\n", id="another protocol"),
    ],
)
async def test_what_exceeds_a_limit_is_refused_by_its_header_alone(header):
    """The stream stays open and silent: nothing more may be waited for or allocated."""
    with pytest.raises(ProtocolError, match="exceed"):
        await read(header, is_ended=False)


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(
            Inspect(inspect_id="a", file=Frame(bytes(MAX_FRAME_BYTES + 1))), id="long frame"
        ),
        pytest.param(Inspected(inspect_id="a", text={"k": "x" * MAX_PART_BYTES}), id="long part"),
        pytest.param(Cancel(request_id="\ud800"), id="half a character"),
    ],
)
def test_what_the_other_side_would_refuse_is_not_sent(message):
    with pytest.raises(ProtocolError):
        encode(message)


def test_the_largest_frame_passes():
    assert len(encode(Inspect(inspect_id="a", file=Frame(bytes(MAX_FRAME_BYTES))))) == 2


async def test_a_command_is_no_event():
    with pytest.raises(ProtocolError, match="not a message"):
        await read(b"".join(encode(Shutdown())), Event)


@pytest.mark.parametrize("index", [1, -1, "0", None, 2**63])
async def test_a_frame_that_did_not_come_is_missed(index):
    part = msgspec.msgpack.encode({"type": "Inspect", "inspect_id": "a", "file": index})

    with pytest.raises(ProtocolError, match="not a message"):
        await read(struct.pack(">III", len(part), 1, 3) + part + b"png", Command)


@given(st.binary(max_size=200))
def test_garbage_in_a_proper_envelope_is_refused_and_nothing_worse(data):
    with pytest.raises(ProtocolError):
        asyncio.run(read(struct.pack(">II", len(data), 0) + data, Command))


@given(st.binary(max_size=200))
def test_garbage_is_refused_or_waited_upon(data):
    with contextlib.suppress(ProtocolError):
        assert asyncio.run(read(data, Command)) is None


async def test_depth_without_end_is_refused():
    part = b"\x82\xa1x" + b"\x91" * 100_000 + b"\x90"

    with pytest.raises(ProtocolError):
        await read(struct.pack(">II", len(part), 0) + part, Command)
