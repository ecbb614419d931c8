"""The real process with the paced stub: killed, hung, misused, and still one end per request."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import stat
import struct
import sys
import textwrap

import psutil
import pytest

from engine.config import EngineSection
from engine.errors import EngineStartError
from engine.protocol import (
    PROTOCOL_VERSION,
    Accepted,
    Cancel,
    Cancelled,
    Finished,
    Frame,
    Heartbeat,
    Hello,
    Inspect,
    Shutdown,
    Stepped,
)
from tests.support.engines import (
    read_all,
    running_engine,
    some_params,
    standing_engine,
    stub_config,
)
from tests.support.pictures import a_picture
from tests.support.raw_peer import ENDS, connected, is_alive, run_to_end, stop


def child_pid(client):
    return client._supervisor._link.pid


async def until(condition, *, timeout_seconds=20):
    async with asyncio.timeout(timeout_seconds):
        while not condition():  # noqa: ASYNC110 - another process, which sends no event for this
            await asyncio.sleep(0.01)


# ── a child that dies ────────────────────────────────────────────────────────────────────────


async def test_a_child_killed_while_loading_is_started_again_and_draws(tmp_path):
    async with running_engine(stub_config(tmp_path, stub_load_seconds=1.0)) as client:
        events = client.submit("1:0", some_params())
        await until(lambda: client.state.name == "loading")
        os.kill(child_pid(client), signal.SIGKILL)
        ends = await read_all(events)

    assert isinstance(ends[-1], Finished)


@pytest.mark.parametrize(
    "fatal_step", [pytest.param(2, id="mid-step"), pytest.param(4, id="at finishing")]
)
async def test_a_child_killed_while_drawing_loses_nothing(tmp_path, fatal_step):
    async with running_engine(stub_config(tmp_path, stub_step_seconds=0.02)) as client:
        streams = [client.submit(f"{n}:0", some_params(seed=n)) for n in range(3)]
        async for event in streams[0]:
            if isinstance(event, Stepped) and event.step_index == fatal_step:
                os.kill(child_pid(client), signal.SIGKILL)
                break
        every = [await read_all(stream) for stream in streams]

        assert client.counters["engine_restarts"] == 1
    for n, events in enumerate(every):
        assert [type(event) for event in events if isinstance(event, ENDS)] == [Finished]
        assert (events[-1].request_id, events[-1].seed) == (f"{n}:0", n)


async def test_a_child_that_hangs_is_killed_and_replaced(tmp_path):
    section = EngineSection(heartbeat_timeout_seconds=4.0)
    async with running_engine(stub_config(tmp_path), section=section) as client:
        await client.wait_ready()
        first = child_pid(client)
        stop(first)
        events = await read_all(client.submit("1:0", some_params()))

        assert isinstance(events[-1], Finished)
        assert child_pid(client) != first
        assert not is_alive(first)


async def test_the_child_is_gone_when_its_parent_is_killed(tmp_path):
    program = textwrap.dedent(
        """
        import asyncio, pathlib, sys
        from engine.client import EngineClient
        from engine.config import EngineSection

        async def main():
            client = EngineClient(EngineSection(), config=pathlib.Path(sys.argv[1]))
            await client.start()
            await client.wait_ready()
            print("child", client._supervisor._link.pid, flush=True)
            await asyncio.sleep(60)

        asyncio.run(main())
        """
    )
    parent = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        program,
        str(stub_config(tmp_path)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    async with asyncio.timeout(30):
        while not (line := await parent.stdout.readline()).startswith(b"child"):
            assert line
        child = int(line.split()[-1])
    assert is_alive(child)

    parent.kill()
    await parent.communicate()

    await until(lambda: not is_alive(child), timeout_seconds=5)


# ── what keeps an engine from starting ───────────────────────────────────────────────────────


async def test_a_configuration_mistake_is_final_and_its_remedy_reaches_the_client(tmp_path):
    config = stub_config(tmp_path, max_batch_rows=1, modle="x")
    async with running_engine(config) as client:
        events = client.submit("1:0", some_params())
        with pytest.raises(EngineStartError, match=r"engine\.modle: unknown key"):
            await client.wait_ready()

        assert client.state.name == "failed"
        assert client.state.code == "config_invalid"
        assert "max_batch_rows" in client.state.reason
        assert "config check" in client.state.remedy
        assert [event.code for event in await read_all(events)] == ["engine_lost"]


async def test_a_configuration_mistake_ends_the_process_with_78_and_a_line_each(tmp_path):
    exit_code, output = await run_to_end(
        "--config", stub_config(tmp_path, max_batch_rows=1, modle="x"), "--socket", tmp_path / "s"
    )

    assert exit_code == 78
    assert len(output.splitlines()) == 2
    assert all("What to do:" in line for line in output.splitlines())


async def test_no_place_to_listen_is_a_configuration_mistake(tmp_path):
    exit_code, output = await run_to_end("--config", stub_config(tmp_path))

    assert exit_code == 78
    assert output.count("\n") == 1
    assert "--socket PATH" in output


@pytest.mark.parametrize(
    "place", ["missing folder", "long path", "plain file"], ids=lambda place: place
)
async def test_a_socket_that_cannot_be_made_ends_the_process_with_69(tmp_path, place):
    paths = {
        "missing folder": tmp_path / "missing" / "s",
        "long path": tmp_path / ("s" * 120),
        "plain file": tmp_path / "engine.toml",
    }
    exit_code, output = await run_to_end(
        "--config", stub_config(tmp_path), "--socket", paths[place]
    )

    assert exit_code == 69
    assert output.count("\n") == 1
    assert "What to do:" in output


# ── an engine that stands alone ──────────────────────────────────────────────────────────────


async def test_a_standing_engine_keeps_its_socket_to_itself(tmp_path):
    path = tmp_path / "s"
    with standing_engine(stub_config(tmp_path), path) as process:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert psutil.Process(process.pid).name() == "atelier-engine"
        exit_code, output = await run_to_end("--config", tmp_path / "engine.toml", "--socket", path)
        assert exit_code == 69
        assert "another engine listens" in output

        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    assert not path.exists()


async def test_a_standing_engine_serves_bots_that_come_and_go(stub_socket):
    for _ in range(2):
        async with connected(stub_socket) as peer:
            greeting = await peer.receive()
            await peer.submit("1:0")
            assert isinstance((await peer.read_until(ENDS))[-1], Finished)
        assert isinstance(greeting, Hello)
        assert greeting.protocol_version == PROTOCOL_VERSION


async def test_a_socket_left_behind_by_a_killed_engine_is_taken_over(tmp_path):
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))

    with standing_engine(stub_config(tmp_path), path):
        async with connected(path) as peer:
            await peer.read_ready()


async def test_two_bots_use_the_same_id_without_seeing_each_other(stub_socket):
    async with connected(stub_socket) as first, connected(stub_socket) as second:
        await asyncio.gather(first.submit("1:0", seed=1), second.submit("1:0", seed=2))
        ends = [(await peer.read_until(ENDS))[-1] for peer in (first, second)]

    assert [(end.request_id, end.seed) for end in ends] == [("1:0", 1), ("1:0", 2)]


async def test_an_id_submitted_twice_is_drawn_once(stub_socket):
    async with connected(stub_socket) as peer:
        await peer.submit("1:0")
        await peer.submit("1:0")
        await peer.submit("2:0", num_inference_steps=20)
        events = await peer.read_until(ENDS, 2)

    assert [event.request_id for event in events if isinstance(event, ENDS)] == ["1:0", "2:0"]
    assert sum(isinstance(event, Accepted) for event in events) == 2


async def test_the_requests_of_a_bot_that_is_gone_are_cancelled(stub_socket):
    async with connected(stub_socket) as peer:
        await peer.submit("1:0", num_inference_steps=150)
        await peer.read_until(Stepped)
    async with connected(stub_socket) as other:
        num_active = 1.0
        while num_active:  # a limit in time is the test's own
            heartbeat = (await other.read_until(Heartbeat))[-1]
            num_active = heartbeat.counters.get("engine_active_requests", 1.0)


@pytest.mark.parametrize(
    "garbage",
    [
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", id="another protocol"),
        pytest.param(struct.pack(">III", 10, 1, 2**32 - 1), id="oversized frame"),
        pytest.param(struct.pack(">II", 4, 0) + b"\xc1\xc1\xc1\xc1", id="no msgpack"),
    ],
)
async def test_a_bot_that_sends_garbage_is_hung_up_on_alone(stub_socket, garbage):
    async with connected(stub_socket) as bad, connected(stub_socket) as good:
        await good.submit("1:0")
        bad.writer.write(garbage)
        with pytest.raises(AssertionError, match="hung up"):
            await bad.read_until(ENDS)
        assert isinstance((await good.read_until(ENDS))[-1], Finished)


async def test_a_bot_that_does_not_read_gets_every_end_and_little_progress(tmp_path):
    path = tmp_path / "s"
    num_requests, num_steps = 40, 150
    config = stub_config(tmp_path, stub_step_seconds=0.001, max_batch_rows=2 * num_requests)
    with standing_engine(config, path):
        async with connected(path) as slow, connected(path) as quick:
            for number in range(num_requests):
                await slow.submit(f"{number}:0", num_inference_steps=num_steps)
            images = 0
            while images < num_requests:
                images = (await quick.read_until(Heartbeat))[-1].counters.get(
                    "engine_images_total", 0
                )
            events = await slow.read_until(ENDS, num_requests)

    assert all(isinstance(event, Finished) for event in events if isinstance(event, ENDS))
    assert sum(isinstance(event, Stepped) for event in events) < num_requests * num_steps / 2


async def test_a_cancelled_request_ends_within_a_tick(stub_socket):
    async with connected(stub_socket) as peer:
        await peer.submit("1:0", num_inference_steps=150)
        await peer.read_until(Stepped)
        await peer.send(Cancel(request_id="1:0"), Cancel(request_id="unknown"))
        end = (await peer.read_until(ENDS))[-1]

    assert isinstance(end, Cancelled)
    assert 0 < end.step_index < end.num_steps == 150


@pytest.mark.parametrize("what", ["drawing", "looking at an upload"])
async def test_shutdown_ends_the_process_in_good_order(tmp_path, what):
    path = tmp_path / "s"
    with standing_engine(stub_config(tmp_path, stub_step_seconds=0.2), path) as process:
        async with connected(path) as peer:
            await peer.read_ready()
            await peer.submit("1:0", num_inference_steps=150)
            if what != "drawing":
                await peer.send(Inspect(inspect_id="a", file=Frame(a_picture(800, 800))))
            await peer.send(Shutdown())
            assert await asyncio.to_thread(process.wait, 10) == 0


async def test_an_engine_that_loads_ends_at_once_when_asked(tmp_path):
    path = tmp_path / "s"
    with standing_engine(stub_config(tmp_path, stub_load_seconds=60.0), path) as process:
        async with connected(path) as peer:
            await peer.read_until(Heartbeat)
        process.terminate()
        assert await asyncio.to_thread(process.wait, 5) == 0


STUCK = """
import pathlib, sys
import engine.__main__ as program
from engine.process import EngineProcess

def stuck(self, on_progress):
    pathlib.Path({marker!r}).touch()
    return 3 ** 100_000_000  # minutes in which no other thread runs a line

EngineProcess._open_engine = stuck
sys.exit(program.main(sys.argv[1:]))
"""


async def test_a_child_that_lets_no_thread_run_while_it_loads_ends_at_once_when_asked(tmp_path):
    marker = tmp_path / "stuck"
    code = STUCK.format(marker=str(marker))
    command = [sys.executable, "-c", code, "--config", str(stub_config(tmp_path))]
    async with running_engine(None, command=command) as client:
        await until(marker.exists)
        pid = child_pid(client)
        async with asyncio.timeout(5):
            await client.close()

    assert not is_alive(pid)


@pytest.mark.parametrize("moment", ["just started", "ready", "drawing", "asked twice"])
async def test_a_child_ends_in_time_whenever_it_is_asked(tmp_path, moment):
    config = stub_config(tmp_path, stub_step_seconds=0.2, stub_load_seconds=0.3)
    async with running_engine(config) as client:
        await until(lambda: client.state.name == "loading")
        events = client.submit("1:0", some_params(num_inference_steps=150))
        if moment != "just started":
            await client.wait_ready()
        if moment in {"drawing", "asked twice"}:
            await anext(events)
        pid = child_pid(client)
        if moment == "asked twice":
            os.kill(pid, signal.SIGTERM)
        async with asyncio.timeout(5):
            await client.close()

    assert not is_alive(pid)


async def test_a_call_without_end_is_found_although_the_process_lives(tmp_path):
    config = stub_config(tmp_path, stub_step_seconds=30.0)
    section = EngineSection(call_timeout_seconds=3.0)
    async with running_engine(config, section=section) as client:
        await client.wait_ready()
        first = child_pid(client)
        client.submit("1:0", some_params())
        await until(lambda: client.counters["engine_restarts"] == 1)

    assert not is_alive(first)
