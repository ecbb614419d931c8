"""A playground and a bot that is started again whenever it ends, as an operator's systemd does."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from engine.border.parent import end_with_parent

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Iterator, Mapping
    from pathlib import Path

START_SECONDS: Final = 30.0
END_SECONDS: Final = 40.0
PAUSE_SECONDS: Final = 0.2  # between two lives, so that a bot that cannot start burns no core


class Service:
    """One bot with its engine, kept running until told otherwise.

    Args:
        folder: Where its configuration, pictures and log are.
        discord_url: The playground.
        sections: The configuration.
    """

    def __init__(self, folder: Path, discord_url: str, sections: Mapping[str, Any]) -> None:
        self.log = folder / "bot.log"
        self._config = folder / "bot.toml"
        self._discord_url = discord_url
        self._bot: Process | None = None
        self._is_wanted = True
        self.configure(sections)

    @property
    def pid(self) -> int | None:
        """The bot's process id while it runs."""
        bot = self._bot
        return bot.pid if bot and bot.returncode is None else None

    def configure(self, sections: Mapping[str, Any]) -> None:
        """Write the configuration for the next life."""
        self._config.write_text("\n".join(_toml(sections)), encoding="utf-8")

    async def keep_running(self) -> None:
        """Start the bot again and again, until ``stop``."""
        while self._is_wanted:
            self._bot = await self._start()
            await self._bot.wait()
            await asyncio.sleep(PAUSE_SECONDS)

    async def restart(self) -> None:
        """End this life in order; the next one begins by itself."""
        await self._end()

    async def stop(self) -> None:
        """End the bot in order, for good."""
        self._is_wanted = False
        await self._end()

    async def _start(self) -> Process:
        with self.log.open("ab") as log:
            return await _spawn(
                *("bot", "--config", str(self._config), "--discord-url", self._discord_url),
                stdout=log,
            )

    async def _end(self) -> None:
        bot = self._bot
        if bot is None or bot.returncode is not None:
            return
        with suppress(ProcessLookupError):
            bot.send_signal(signal.SIGTERM)
        await asyncio.wait_for(bot.wait(), END_SECONDS)


@asynccontextmanager
async def running_playground(folder: Path) -> AsyncIterator[str]:
    """Run a playground with a world of its own; yields its address."""
    process = await _spawn(
        *("bot.playground", "--port", "0", "--world", str(folder / "world.sqlite")),
        *("--max-files", "1000000"),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield await _address(process)
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def _spawn(module: str, *arguments: str, stdout: Any) -> Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        stdout=stdout,
        stderr=None if stdout == asyncio.subprocess.PIPE else stdout,
        start_new_session=True,
        preexec_fn=partial(end_with_parent, parent_pid=os.getpid()),
    )


async def _address(process: Process) -> str:
    line = b""
    if process.stdout is not None:
        line = await asyncio.wait_for(process.stdout.readline(), START_SECONDS)
    address = next((word for word in line.decode().split() if word.startswith("http")), "")
    return address.rstrip("/")


def _toml(sections: Mapping[str, Any]) -> Iterator[str]:
    for name, fields in sections.items():
        yield f"[{name}]"
        for key, value in fields.items():
            yield f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}"
