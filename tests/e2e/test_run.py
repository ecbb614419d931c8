"""`atelier run` as its operator sees it: one command, all processes, none left behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
from pathlib import Path

import psutil
import pytest

from tests.support.person import Person

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-c", "from bot.cli import main; main()", "run"]
SETTINGS = {
    "ATELIER_ENGINE__RUNNER": "stub",
    "ATELIER_PLAYGROUND__PORT": "0",
    "ATELIER_HTTP__PORT": "0",
}
MAX_BOT_BYTES = 200 * 1024 * 1024


@contextlib.asynccontextmanager
async def service(folder, **settings):
    """Run the command in an empty folder; yields the process and the address it prints."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        cwd=folder,
        env={**os.environ, **SETTINGS, **settings, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield process, await asyncio.wait_for(address_of(process), 30)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def address_of(process):
    async for line in process.stdout:
        if found := re.search(rb"Open (http\S+)", line):
            return found[1].decode()
    message = "the command ended without an address"
    raise AssertionError(message)


def children_of(process):
    return psutil.Process(process.pid).children(recursive=True)


def gone_within(processes, seconds):
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    return alive == []


@pytest.mark.slow
async def test_one_command_draws_a_picture_and_sigterm_ends_all_of_it(tmp_path):
    async with service(tmp_path) as (process, address), Person(address) as person:
        await person.wait_for_bot("imagine")
        message = await person.command("imagine", prompt="a red apple", steps=2)
        done = await person.wait_for(message, lambda shown: shown.attachments and shown.buttons)
        assert re.search(r" · 0\.\d+ credits · seed ", done.content)  # nobody asked for terms
        children = children_of(process)
        bot = next(child for child in children if child.cmdline()[1:3] == ["-m", "bot"])

        assert len(children) == 3
        assert bot.memory_info().rss < MAX_BOT_BYTES

        process.send_signal(signal.SIGTERM)

        assert await asyncio.wait_for(process.wait(), 30) == 0
        assert gone_within(children, 10)


@pytest.mark.slow
async def test_a_killed_command_takes_its_processes_along(tmp_path):
    async with service(tmp_path) as (process, address), Person(address) as person:
        await person.wait_for_bot("imagine")
        children = children_of(process)

        process.kill()

        assert len(children) == 3
        assert await asyncio.to_thread(gone_within, children, 20)


@pytest.mark.slow
async def test_a_taken_port_ends_it_with_69_and_a_sentence(tmp_path):
    async with service(tmp_path) as (_, address):
        port = address.rpartition(":")[2]
        second = await asyncio.create_subprocess_exec(
            *COMMAND,
            cwd=tmp_path,
            env={
                **os.environ,
                **SETTINGS,
                "ATELIER_PLAYGROUND__PORT": port,
                "PYTHONPATH": str(ROOT),
            },
            stderr=asyncio.subprocess.PIPE,
        )
        _, errors = await asyncio.wait_for(second.communicate(), 60)

    assert second.returncode == 69
    assert b"address already in use" in errors
    assert b"Traceback" not in errors
