"""The bot as a child process, connected to a playground."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil

from tests.support.patience import until

ROOT = Path(__file__).resolve().parents[2]
END_SECONDS = 100  # an engine that imports torch on a busy machine takes its time


class BotProcess:
    """One bot with an engine of its own; it can be killed and started again.

    Args:
        folder: Where its configuration, pictures and log are.
        discord_url: The playground.
        database_url: Migrated.
        fields: Changes to the configuration: ``engine={"runner": "torch"}``.
    """

    def __init__(self, folder: Path, discord_url: str, database_url: str, **fields: dict[str, Any]):
        self.folder = folder
        self.log = folder / "bot.log"
        self._discord_url = discord_url
        self._config = folder / "bot.toml"
        self._child: asyncio.subprocess.Process | None = None
        self.configure(database_url, fields)

    def configure(self, database_url, fields):
        """Write the configuration."""
        sections = {
            "database": {"url": database_url},
            "storage": {"folder": str(self.folder / "images")},
            "engine": {"runner": "stub", "stub_step_seconds": 0.01},
            "limits": {"progress_seconds": 1.0},
            "http": {"port": 0},
        }
        for name, changes in fields.items():
            sections[name] = sections.get(name, {}) | changes
        self._config.write_text("\n".join(_toml(sections)), encoding="utf-8")

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def engine_pid(self) -> int:
        """The engine child's process id."""
        (engine,) = [
            child
            for child in psutil.Process(self.pid).children(recursive=True)
            if "engine" in child.cmdline()
        ]
        return engine.pid

    async def start(self) -> None:
        """Start the process; ``person.wait_for_bot`` waits for it."""
        self._connections_before = self._num_connections()
        environment = dict(os.environ, PYTHONPATH=str(ROOT), OMP_NUM_THREADS="1")
        with self.log.open("ab") as log:
            self._child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "--config", str(self._config)),
                *("--discord-url", self._discord_url),
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
            )

    async def stop(self) -> int:
        """End it as systemd would; return the exit code."""
        return await self._end(signal.SIGTERM)

    async def restart(self) -> None:
        """End it as systemd would, start it again and wait until it is connected."""
        await self.stop()
        await self.start()
        await self.until_connected()

    async def until_connected(self) -> None:
        """Wait until the process that was started last is connected.

        ``person.wait_for_bot`` is for the first one: a bot whose connection broke may resume, and
        the playground calls it online for some seconds more.
        """
        await until(lambda: self._num_connections() > self._connections_before)

    async def until_delivered(self, job_id: str) -> None:
        """Wait until a job that people see is also written down as delivered.

        A bot that ends in between shows it again, and Discord gives its pictures new addresses.
        """
        await until(lambda: f'"job_id": {job_id}, "state": "delivered"' in self.logged())

    async def kill(self) -> int:
        """End it without warning; its engine goes with it."""
        return await self._end(signal.SIGKILL)

    async def wait(self) -> int:
        """Wait until it ends by itself; return the exit code."""
        return await asyncio.wait_for(self._child.wait(), END_SECONDS)

    def kill_engine(self) -> None:
        """Kill the engine under the bot's feet."""
        os.kill(self.engine_pid, signal.SIGKILL)

    def logged(self) -> str:
        """Return what it has logged so far."""
        return self.log.read_text(encoding="utf-8")

    def _num_connections(self):
        return self.logged().count('"connected"') if self.log.exists() else 0

    async def _end(self, number):
        if self._child is None:
            return 0
        child, self._child = self._child, None
        if child.returncode is None:
            child.send_signal(number)
        return await asyncio.wait_for(child.wait(), END_SECONDS)


@asynccontextmanager
async def running_bot(folder, discord_url, database_url, **fields):
    """Yield a started bot; end it afterwards."""
    bot = BotProcess(folder, discord_url, database_url, **fields)
    await bot.start()
    try:
        yield bot
    finally:
        await bot.stop()


def _toml(sections):
    for name, fields in sections.items():
        yield f"[{name}]"
        for key, value in fields.items():
            shown = str(value).lower() if isinstance(value, bool) else repr(value)
            yield f"{key} = {shown}"
