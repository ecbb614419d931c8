"""The client's own words, with children that are a line of Python each."""

from __future__ import annotations

import asyncio
import sys

import pytest

from engine.border.start_failure import StartFailure
from engine.client import EngineClient, command_for
from engine.config import EngineSection
from engine.errors import EngineStartError
from engine.protocol import Cancelled, Failed
from tests.support.engines import read_all, some_params


def client_of(program, **section):
    return EngineClient(EngineSection(**section), command=[sys.executable, "-c", program])


async def until(client, name):
    async with asyncio.timeout(20):
        while client.state.name != name:  # noqa: ASYNC110 - another process
            await asyncio.sleep(0.005)


def test_the_child_is_an_engine_of_this_installation_with_the_same_configuration(tmp_path):
    path = tmp_path / "config.toml"

    assert command_for(path) == [sys.executable, "-m", "engine", "--config", str(path)]
    assert command_for(None) == [sys.executable, "-m", "engine"]


async def test_a_client_that_was_never_started_may_be_closed():
    await client_of("").close()


async def test_what_a_child_says_at_its_end_is_what_people_are_told():
    failure = StartFailure("model_not_found", "no model at /x", "Set [engine] model.")
    client = client_of(f"import sys; print({failure.line()!r}, file=sys.stderr); sys.exit(78)")
    await client.start()

    with pytest.raises(EngineStartError, match="no model at /x") as raised:
        async with asyncio.timeout(20):
            await client.wait_ready()

    assert raised.value.remedy == failure.remedy
    assert (client.state.name, client.state.code) == ("failed", "model_not_found")
    await client.close()
    assert client.state.name == "failed"


async def test_after_a_final_failure_every_request_ends_at_once():
    client = client_of("raise SystemExit(78)")
    await client.start()
    before = client.submit("1:0", some_params())
    await until(client, "failed")
    after = client.submit("2:0", some_params())

    assert await read_all(before) == [Failed(request_id="1:0", code="engine_lost")]
    assert await read_all(after) == [Failed(request_id="2:0", code="engine_lost")]
    assert (await client.inspect(b"x")).code == "engine_lost"
    await client.close()


async def test_a_child_that_breaks_is_started_again_and_requests_wait():
    client = client_of("raise SystemExit(1)")
    await client.start()
    events = client.submit("1:0", some_params())
    await until(client, "restarting")

    assert "exit code 1" in client.state.reason
    client.cancel("1:0")
    assert await read_all(events) == [Cancelled(request_id="1:0")]
    await client.close()
    assert client.state.name == "closed"


async def test_an_engine_that_is_not_there_yet_is_waited_for(tmp_path):
    client = EngineClient(EngineSection(socket=tmp_path / "s"))
    await client.start()
    await until(client, "restarting")

    assert "no engine can be reached" in client.state.reason
    assert "[engine] socket" in client.state.remedy
    await client.close()


async def test_closing_while_a_child_starts_leaves_nothing_behind():
    client = client_of("import time; time.sleep(60)")
    await client.start()
    events = client.submit("1:0", some_params())
    await asyncio.sleep(0)

    async with asyncio.timeout(20):
        await client.close()

    assert client.state.name == "closed"
    assert await read_all(events) == [Failed(request_id="1:0", code="engine_lost")]


async def test_waiting_for_an_engine_that_is_closed_ends():
    client = client_of("import time; time.sleep(60)")
    await client.start()
    waiting = asyncio.get_running_loop().create_task(client.wait_ready())
    await asyncio.sleep(0)
    await client.close()

    with pytest.raises(EngineStartError):
        await waiting


async def test_a_started_client_starts_no_second_engine():
    client = client_of("import time; time.sleep(60)")
    await client.start()
    first = client._task
    await client.start()

    assert client._task is first
    await client.close()


async def test_a_client_that_cannot_even_launch_says_so():
    client = EngineClient(EngineSection(), command=["/nowhere/python"])
    await client.start()
    await until(client, "restarting")

    assert "No such file" in client.state.reason
    await client.close()
