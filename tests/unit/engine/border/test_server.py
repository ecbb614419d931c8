"""The engine's side of the border in this process, with engines that misbehave one way each."""

from __future__ import annotations

import asyncio
import contextlib
import socket

import pytest

from engine.border.server import EngineServer
from engine.border.stub import StubEngine
from engine.border.stub_pictures import CLEAN, FLAGGED
from engine.border.ticker import Ticker
from engine.config import EngineSection
from engine.errors import SafetyUnavailableError
from engine.protocol import (
    MAX_FRAME_BYTES,
    PROTOCOL_VERSION,
    Failed,
    Finished,
    Frame,
    Heartbeat,
    Hello,
    Inspect,
    Inspected,
    Ready,
    Shutdown,
)
from tests.support.pictures import a_picture
from tests.support.raw_peer import ENDS, Peer
from tests.support.uploads import png


class Stage:
    """A server with its engine; bots connect by socket pairs."""

    def __init__(self, engine):
        loop = asyncio.get_running_loop()
        self.ended = asyncio.Event()
        self.is_asked_to_end = asyncio.Event()

        def emit(events):
            loop.call_soon_threadsafe(self.server.emit, events)

        def end(_):
            loop.call_soon_threadsafe(self.ended.set)

        self.ticker = Ticker(lambda _: engine, emit, end)
        self.server = EngineServer(self.ticker, self.is_asked_to_end.set)
        self.services = []
        self.writers = []

    async def connect(self):
        ours, theirs = socket.socketpair()
        streams = await asyncio.open_unix_connection(sock=theirs)
        service = asyncio.get_running_loop().create_task(self.server.serve(*streams))
        self.services.append(service)
        reader, writer = await asyncio.open_unix_connection(sock=ours)
        self.writers.append(writer)
        return Peer(reader, writer)

    async def end(self):
        self.server.close()
        self.ticker.stop()
        async with asyncio.timeout(20):
            await asyncio.gather(*self.services, return_exceptions=True)
            await self.ended.wait()
        for writer in self.writers:
            writer.transport.abort()
        await asyncio.sleep(0)


@contextlib.asynccontextmanager
async def staged(engine=None):
    stage = Stage(engine or StubEngine(EngineSection(stub_step_seconds=0.001)))
    stage.ticker.start()
    try:
        yield stage
    finally:
        await stage.end()


async def test_a_bot_is_greeted_before_anything_else():
    async with staged() as stage:
        peer = await stage.connect()
        await peer.read_ready()
        second = await stage.connect()
        greeting = [await second.receive() for _ in range(3)]

    assert [type(event) for event in greeting] == [Hello, Heartbeat, Ready]
    assert greeting[0].protocol_version == PROTOCOL_VERSION


async def test_an_event_too_large_for_the_border_becomes_a_failure():
    class Oversized(StubEngine):
        def tick(self):
            return [
                Finished(**{**as_fields(event), "image": Frame(bytes(MAX_FRAME_BYTES + 1))})
                if isinstance(event, Finished)
                else event
                for event in super().tick()
            ]

    async with staged(Oversized(EngineSection(stub_step_seconds=0.0))) as stage:
        peer = await stage.connect()
        await peer.submit("1:0")
        end = (await peer.read_until(ENDS))[-1]

    assert end == Failed(request_id="1:0", code="internal_error", facts={"kind": "oversized event"})


def as_fields(event):
    return {name: getattr(event, name) for name in event.__struct_fields__}


async def inspect(stage, data):
    peer = await stage.connect()
    await peer.send(Inspect(inspect_id="a", file=Frame(data)))
    return (await peer.read_until(Inspected))[-1]


async def test_an_upload_is_judged_and_its_texts_are_read():
    async with staged() as stage:
        answer = await inspect(stage, a_picture(40, 24, text={"parameters": "a fish"}))

    assert (answer.code, answer.media_type, answer.width, answer.height) == (
        "",
        "image/png",
        40,
        24,
    )
    assert answer.text == {"parameters": "a fish"}
    assert answer.verdict.classifier == "stub"


class Blackish(StubEngine):
    """Finds whatever is black in the middle not clean."""

    def screen(self, *views, digest):
        middles = [view.getpixel((view.width // 2, view.height // 2)) for view in views]
        return FLAGGED if (0, 0, 0) in middles else CLEAN


@pytest.mark.parametrize(
    ("colour", "is_clean"),
    [((255, 255, 255, 255), True), ((255, 255, 255, 0), False), ((0, 0, 0, 255), False)],
    ids=["white", "transparent", "black"],
)
async def test_what_is_transparent_is_judged_over_both_backdrops(colour, is_clean):
    async with staged(Blackish(EngineSection())) as stage:
        peer = await stage.connect()
        file = Frame(png((32, 32), "RGBA", colour))
        await peer.send(Inspect(inspect_id="a", file=file, wants_transparency=True, columns=3))
        answer = (await peer.read_until(Inspected))[-1]

    assert answer.verdict.is_clean is is_clean
    assert (answer.numbered is not None) is is_clean


async def test_the_origin_of_an_upload_is_looked_for_without_screening_it():
    class Blind(StubEngine):
        def screen(self, *views, digest):
            raise SafetyUnavailableError

    async with staged(Blind(EngineSection())) as stage:
        peer = await stage.connect()
        file = Frame(a_picture(256, 256))
        await peer.send(Inspect(inspect_id="a", file=file, wants_identity=True))
        answer = (await peer.read_until(Inspected))[-1]

    assert (answer.code, answer.verdict, answer.signature) == ("", None, "")
    assert answer.readings
    assert len(answer.hashes["as it is"]) == 16


@pytest.mark.parametrize(
    ("error", "code"),
    [(SafetyUnavailableError(), "safety_unavailable"), (ZeroDivisionError(), "internal_error")],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
async def test_an_upload_that_cannot_be_judged_gets_no_verdict(error, code):
    class Blind(StubEngine):
        def screen(self, *views, digest):
            raise error

    async with staged(Blind(EngineSection())) as stage:
        answer = await inspect(stage, a_picture())
        again = await inspect(stage, b"no picture")

    assert (answer.code, answer.verdict) == (code, None)
    assert again.code == "unreadable_image"


async def test_an_upload_waiting_for_its_verdict_does_not_hold_up_the_end():
    """The engine hangs in a tick; the server parts all the same."""
    async with staged() as stage:
        stage.ticker.stop()
        await stage.ended.wait()
        peer = await stage.connect()
        await peer.send(Inspect(inspect_id="a", file=Frame(a_picture())))
        await peer.read_until(Hello)


async def test_a_bot_that_comes_after_the_end_is_hung_up_on():
    async with staged() as stage:
        stage.server.close()
        peer = await stage.connect()

        assert await peer.receive() is None


async def test_shutdown_is_passed_on():
    async with staged() as stage:
        peer = await stage.connect()
        await peer.send(Shutdown())

        async with asyncio.timeout(20):
            await stage.is_asked_to_end.wait()


async def test_the_heart_beats_for_every_bot():
    async with staged() as stage:
        peers = [await stage.connect() for _ in range(2)]
        for peer in peers:
            await peer.read_ready()
        heart = asyncio.get_running_loop().create_task(stage.server.run_heart())
        beats = [(await peer.read_until(Heartbeat))[-1] for peer in peers]
        heart.cancel()

    assert [beat.phase for beat in beats] == ["idle", "idle"]
