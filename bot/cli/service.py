"""The processes of a running Atelier, started and ended together."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Final

import typer

from bot.cli.failure import EX_UNAVAILABLE, UnavailableError
from bot.token import read_token
from db.migrate import upgrade
from engine.border.parent import end_with_parent

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator

    from bot.cli.invocation import Invocation
    from bot.config import Settings

END_SECONDS: Final = 30.0  # what a process gets between SIGTERM and SIGKILL
LISTEN_SECONDS: Final = 20.0


async def serve(settings: Settings, invocation: Invocation) -> int:
    """Bring the database up to date, run the processes, and end them together.

    Returns:
        0 after SIGINT or SIGTERM, else the exit code of the process that ended by itself.
    """
    await asyncio.to_thread(upgrade, settings.database.url.get_secret_value())
    stopped = _stop_signal()
    async with AsyncExitStack() as stack:
        arguments: list[str] = []
        processes: list[Process] = []
        if not read_token(settings):
            playground, address = await stack.enter_async_context(_playground(settings))
            processes.append(playground)
            arguments = ["--discord-url", address]
            _announce(address)
        processes.append(await stack.enter_async_context(_bot(invocation, arguments)))
        return await _first_end(processes, stopped)


def _announce(address: str) -> None:
    typer.secho(f"\n  Atelier is starting. Open {address} and type /imagine\n", bold=True)


def _stop_signal() -> asyncio.Event:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    return stopped


async def _first_end(processes: list[Process], stopped: asyncio.Event) -> int:
    async with asyncio.TaskGroup() as group:
        ends = [group.create_task(process.wait()) for process in processes]
        stop = group.create_task(stopped.wait())
        done, pending = await asyncio.wait([*ends, stop], return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
    if stop in done:
        return 0
    return next(task.result() for task in ends if task in done) or EX_UNAVAILABLE


@asynccontextmanager
async def _playground(settings: Settings) -> AsyncIterator[tuple[Process, str]]:
    section = settings.playground
    options = {"--host": section.host, "--port": section.port, "--world": section.world}
    command = [str(part) for option in options.items() for part in option]
    async with _child("bot.playground", *command, piped=True) as process:
        yield process, await _address(process)


async def _address(process: Process) -> str:
    """Read the address from the one line that the playground prints once it listens."""
    if process.stdout is None:
        raise UnavailableError("the playground has no output", remedy="This is a bug.")
    try:
        line = await asyncio.wait_for(process.stdout.readline(), LISTEN_SECONDS)
    except TimeoutError:
        line = b""
    address = next((word for word in line.decode().split() if word.startswith("http")), "")
    if not address:
        raise UnavailableError(
            "the playground did not start",
            remedy="See the line above; another [playground] port may help.",
        )
    return address.rstrip("/")


@asynccontextmanager
async def _bot(invocation: Invocation, arguments: list[str]) -> AsyncIterator[Process]:
    command = [*arguments]
    if invocation.config_path:
        command += ["--config", str(invocation.config_path)]
    if invocation.debug:
        command.append("--debug")
    async with _child("bot", *command) as process:
        yield process


@asynccontextmanager
async def _child(module: str, *arguments: str, piped: bool = False) -> AsyncIterator[Process]:
    """Run a module of ours; it gets SIGTERM at the end, and also when this process is killed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        stdout=asyncio.subprocess.PIPE if piped else None,
        start_new_session=True,  # Ctrl-C reaches this process alone, which ends the others in order
        preexec_fn=partial(end_with_parent, parent_pid=os.getpid()),
    )
    try:
        yield process
    finally:
        await _end(process)


async def _end(process: Process) -> None:
    _signal(process, signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), END_SECONDS)
    except TimeoutError:
        _signal(process, signal.SIGKILL)
        await process.wait()


def _signal(process: Process, number: signal.Signals) -> None:
    """Send a signal past subprocess, whose look at the child would take its exit status away."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.kill(process.pid, number)
