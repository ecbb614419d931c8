"""The supervisor with engines that follow a script, over real streams and with time held."""

from __future__ import annotations

import asyncio
import socket

import pytest

from engine.border.connection import Connection
from engine.border.start_failure import EXIT_CONFIG, StartFailure
from engine.border.supervisor import (
    FIRST_DELAY_SECONDS,
    MAX_DELAY_SECONDS,
    START_SECONDS,
    WATCH_PARTS,
    Supervisor,
)
from engine.protocol import (
    PROTOCOL_VERSION,
    Command,
    Event,
    Finished,
    Heartbeat,
    Hello,
    ModelInfo,
    Ready,
    Verdict,
)

TIMEOUT = 7.0  # seconds; a tenth of it is none of the pauses
CALL_TIMEOUT = 600.0
HELLO = Hello(protocol_version=PROTOCOL_VERSION, pid=1)
READY = Ready(
    model=ModelInfo(
        name="scripted",
        model_hash="00",
        family="none",
        native_width=64,
        native_height=64,
        max_pixels=4096,
        output_scale=8,
        default_guidance=1.0,
        default_sampler="Euler",
        samplers=("Euler",),
        safety="",
        device="cpu",
        dtype="float32",
    )
)
FINISHED = Finished(
    request_id="1:0",
    image=None,
    sha256="",
    width=8,
    height=8,
    seed=0,
    verdict=Verdict(is_clean=True),
    has_watermark=False,
    recipe={},
    seconds=0.0,
)
LOST = StartFailure("engine_lost", "the engine process ended with signal 9", exit_code=-9)


class ScriptedLink:
    """A life that says its lines and then ends, or stays silent until killed."""

    def __init__(self, connection, theirs, *, stays, ending):
        self.connection = connection
        self.theirs = theirs
        self.stays = stays
        self.ending = ending
        self.is_killed = False

    async def speak(self, lines):
        async with asyncio.TaskGroup() as group:
            sender = group.create_task(self.theirs.run_sender())
            for line in lines:
                self.theirs.send(line)
                await asyncio.sleep(0)
            sender.cancel()
        if not self.stays:
            self.theirs._writer.close()

    def kill(self):
        self.is_killed = True
        self.theirs.abort()

    async def close(self):
        self.theirs.abort()

    async def read_ending(self):
        return self.ending


class ScriptedLauncher:
    """Plays one life after the other; after the last one it is away."""

    def __init__(self, *lives):
        self.lives = list(lives)
        self.links = []
        self.tasks = []

    async def launch(self):
        if not self.lives:
            raise ConnectionRefusedError(111, "Connection refused")
        lines, options = self.lives.pop(0)
        ours, theirs = socket.socketpair()
        link = ScriptedLink(
            Connection(*await asyncio.open_unix_connection(sock=ours), Event),
            Connection(*await asyncio.open_unix_connection(sock=theirs), Command),
            **{"stays": False, "ending": LOST, **options},
        )
        self.links.append(link)
        self.tasks.append(asyncio.get_running_loop().create_task(link.speak(lines)))
        return link


def life(*lines, **options):
    return lines, options


class Diary:
    """An audience that writes everything down and tells when it has seen enough."""

    def __init__(self):
        self.states, self.events, self.num_ready, self.num_lost = [], [], 0, 0

    @property
    def names(self):
        return [state.name for state in self.states]

    def on_state(self, state):
        self.states.append(state)

    def on_ready(self, connection, model):
        self.num_ready += 1

    def on_event(self, event):
        self.events.append(event)

    def on_lost(self):
        self.num_lost += 1


class HeldTime:
    """Sleeps that end when told; counts the seconds asked for, by kind."""

    def __init__(self):
        self.now = 0.0
        self.pauses = []
        self.watches = []
        self._beats = asyncio.Queue()

    async def sleep(self, seconds):
        if seconds in {TIMEOUT / WATCH_PARTS, START_SECONDS / WATCH_PARTS}:
            self.watches.append(seconds)
            await self._beats.get()
        else:
            self.pauses.append(seconds)
            await asyncio.sleep(0)

    def pass_watch_part(self):
        self._beats.put_nowait(None)

    def clock(self):
        return self.now


class Play:
    """A supervisor on stage."""

    def __init__(self, *lives):
        self.launcher = ScriptedLauncher(*lives)
        self.diary, self.time = Diary(), HeldTime()
        self.supervisor = Supervisor(
            self.launcher,
            self.diary,
            heartbeat_timeout_seconds=TIMEOUT,
            call_timeout_seconds=CALL_TIMEOUT,
            sleep=self.time.sleep,
            clock=self.time.clock,
        )

    async def __aenter__(self):
        self.task = asyncio.get_running_loop().create_task(self.supervisor.run())
        return self

    async def __aexit__(self, *_):
        self.task.cancel()
        await asyncio.wait([self.task, *self.launcher.tasks])
        for link in self.launcher.links:
            link.theirs.abort()
        await asyncio.sleep(0)

    async def until(self, condition):
        async with asyncio.timeout(5):
            while not condition(self):  # noqa: ASYNC110 - turns of the loop, no time
                await asyncio.sleep(0)


async def test_a_life_goes_from_loading_to_ready_and_hands_its_events_on():
    heartbeat = Heartbeat(phase="loading weights", fraction=0.5)
    async with Play(life(HELLO, heartbeat, READY, FINISHED, stays=True)) as play:
        await play.until(lambda play: FINISHED in play.diary.events)

    assert play.diary.names == ["starting", "loading", "ready"]
    assert play.diary.states[1].phase == "loading weights"
    assert play.diary.events == [heartbeat, READY, FINISHED]


async def test_a_lost_engine_is_started_again_and_its_audience_told():
    async with Play(life(HELLO, READY), life(HELLO, READY, stays=True)) as play:
        await play.until(lambda play: play.diary.num_ready == 2)

    assert play.diary.names == ["starting", "ready", "restarting", "ready"]
    assert play.diary.states[2].reason == LOST.reason
    assert play.diary.num_lost == 2  # the second by the end of the play
    assert play.supervisor.num_restarts == 1


async def test_the_pause_doubles_up_to_its_bound():
    async with Play() as play:
        await play.until(lambda play: len(play.time.pauses) == 12)

    doubling = [FIRST_DELAY_SECONDS * 2**n for n in range(12)]
    assert play.time.pauses == [min(delay, MAX_DELAY_SECONDS) for delay in doubling]
    assert play.time.pauses[-1] == MAX_DELAY_SECONDS
    assert "Connection refused" in play.diary.states[-1].reason
    assert play.diary.states[-1].remedy


@pytest.mark.parametrize("lines", [(HELLO, READY, FINISHED)], ids=["finished an image"])
async def test_an_engine_that_did_something_is_started_again_quickly(lines):
    async with Play(life(HELLO), life(HELLO), life(*lines), life(HELLO, stays=True)) as play:
        await play.until(lambda play: len(play.time.pauses) == 3)

    assert play.time.pauses == [FIRST_DELAY_SECONDS, 2 * FIRST_DELAY_SECONDS, FIRST_DELAY_SECONDS]


async def test_an_engine_that_was_ready_for_long_is_started_again_quickly():
    async with Play(life(HELLO), life(HELLO, READY, stays=True), life(HELLO)) as play:
        await play.until(lambda play: play.diary.num_ready == 1)
        play.time.now += 3600
        play.launcher.links[1].theirs.abort()
        await play.until(lambda play: len(play.time.pauses) == 2)

    assert play.time.pauses == [FIRST_DELAY_SECONDS, FIRST_DELAY_SECONDS]


async def test_a_configuration_mistake_is_not_tried_again():
    mistake = StartFailure("model_not_found", "no model at /x", "Set [engine] model.", EXIT_CONFIG)
    async with Play(life(HELLO, ending=mistake), life(HELLO)) as play:
        await play.until(lambda play: play.task.done())

    assert play.diary.names == ["starting", "failed"]
    failed = play.diary.states[-1]
    assert (failed.code, failed.reason, failed.remedy) == mistake[:3]
    assert play.diary.num_lost == 1


async def test_a_silent_engine_is_killed():
    async with Play(life(HELLO, READY, stays=True), life(HELLO, READY, stays=True)) as play:
        await play.until(lambda play: play.diary.num_ready == 1)
        for _ in range(WATCH_PARTS + 1):
            play.time.pass_watch_part()
        await play.until(lambda play: play.diary.num_ready == 2)

    assert play.launcher.links[0].is_killed


async def test_a_long_call_is_no_hang_and_a_call_without_end_is_one():
    long, endless = (
        Heartbeat(phase="drawing", busy_seconds=seconds)
        for seconds in (CALL_TIMEOUT, CALL_TIMEOUT + 1)
    )
    async with Play(life(HELLO, READY, long, stays=True), life(HELLO, READY, stays=True)) as play:
        await play.until(lambda play: long in play.diary.events)
        link = play.launcher.links[0]
        assert not link.is_killed

        await link.speak([endless])
        await play.until(lambda play: play.diary.num_ready == 2)

    assert link.is_killed


async def test_an_engine_has_longer_for_its_first_word():
    async with Play(life(stays=True), life(HELLO, READY, stays=True)) as play:
        await play.until(lambda play: play.time.watches)
        for _ in range(WATCH_PARTS):
            play.time.pass_watch_part()
        await play.until(lambda play: play.diary.num_ready == 1)

    assert play.launcher.links[0].is_killed
    assert set(play.time.watches[:WATCH_PARTS]) == {START_SECONDS / WATCH_PARTS}


async def test_a_sign_of_life_starts_the_count_again():
    async with Play(life(HELLO, READY, stays=True)) as play:
        await play.until(lambda play: play.diary.num_ready == 1)
        link = play.launcher.links[0]
        for number in range(3):
            for _ in range(WATCH_PARTS - 2):
                play.time.pass_watch_part()
            await link.speak([Heartbeat(phase="idle")])
            await play.until(lambda play: len(play.diary.events) == number + 2)  # noqa: B023

        assert not link.is_killed


@pytest.mark.parametrize(
    ("greeting", "words"),
    [
        pytest.param(Hello(protocol_version=99, pid=1), "version 99", id="another version"),
        pytest.param(READY, "Hello first", id="no greeting"),
    ],
)
async def test_an_engine_that_speaks_otherwise_is_left_with_a_reason(greeting, words):
    async with Play(life(greeting, stays=True)) as play:
        await play.until(lambda play: "restarting" in play.diary.names)

    restarting = play.diary.states[1]
    assert words in restarting.reason
    assert "same release" in restarting.remedy
    assert play.launcher.links[0].is_killed


async def test_closing_ends_the_run():
    async with Play(life(HELLO, READY, stays=True)) as play:
        await play.until(lambda play: play.diary.num_ready == 1)
        await play.supervisor.close()
        await play.until(lambda play: play.task.done())

    assert play.diary.names[-1] == "closed"
    assert play.time.pauses == []
