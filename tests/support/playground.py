"""The playground as a child process, with the handles that a test pulls."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.support.person import Person

ROOT = Path(__file__).resolve().parents[2]
GENERAL = "1000000000000000011"
RESTRICTED = "1000000000000000012"
GUILD = "1000000000000000001"
APPLICATION = "1000000000000000100"
_START_SECONDS = 30
_ANNOUNCEMENT = "The playground is at "


class PlaygroundHandles:
    """What a test may do to a playground that runs at ``base_url``."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url

    async def advance(self, seconds: float) -> None:
        """Move the playground's clock forward."""
        await self.admin("POST", "clock", {"seconds": seconds})

    async def break_gateway(self, action: str = "drop") -> None:
        """Do something to the bot's connection: ``drop``, ``reconnect`` or ``invalidate``."""
        await self.admin("POST", "gateway", {"action": action})

    async def throttle(self, bucket: str = "", count: int = 1, retry_after: float = 0.2) -> None:
        """Refuse the bot's next requests of a bucket: message_create, message_edit, webhook."""
        body = {"bucket": bucket, "count": count, "retry_after": retry_after}
        await self.admin("POST", "throttle", body)

    async def overwrite(self, channel_id: str, target_id: str, **bits: list[str]) -> None:
        """Set ``allow`` and ``deny`` (permission names) of a role or person in a channel."""
        await self.admin(
            "PUT", "overwrites", {"channel_id": channel_id, "target_id": target_id, **bits}
        )

    async def set_locale(self, persona: str, locale: str) -> None:
        """Set the language of a person's Discord."""
        await self.admin("PUT", "locale", {"persona": persona, "locale": locale})

    async def set_guild_locale(self, locale: str) -> None:
        """Set the language of the guild."""
        await self.admin("PUT", "guild-locale", {"locale": locale})

    async def close_direct_messages(self, persona: str) -> None:
        """Let a person take no direct messages from bots."""
        await self.admin("PUT", "direct-messages", {"persona": persona, "are_open": False})

    async def limit_uploads(self, num_bytes: int) -> None:
        """Let the guild take so many bytes of files in one message of the bot."""
        await self.admin("PUT", "upload-limit", {"bytes": num_bytes})

    async def thread(self, name: str, **fields: str) -> str:
        """Begin a thread, in ``parent_id`` or as a post of a new ``forum``; return its id."""
        return (await self.admin("POST", "threads", {"name": name, **fields}))["id"]

    async def change_thread(self, thread_id: str, **changes: bool) -> None:
        """Set ``archived`` or ``locked`` of a thread."""
        await self.admin("PATCH", f"threads/{thread_id}", changes)

    async def guild_without_bot(self, name: str = "Elsewhere", **fields: bool) -> str:
        """Make a server of which the bot is no member; return its channel's id."""
        return (await self.admin("POST", "guilds", {"name": name, **fields}))["channel_id"]

    async def install(self, persona: str) -> None:
        """Install the bot for a person."""
        await self.admin("PUT", "installs", {"persona": persona})

    async def open_direct(self, persona: str) -> str:
        """Open a person's direct channel with the bot; return its id."""
        return (await self.admin("POST", "direct-channels", {"persona": persona}))["id"]

    async def add_people(self, count: int) -> list[str]:
        """Add plain members; return their personas, ``guest1`` and so on."""
        return (await self.admin("POST", "people", {"count": count}))["personas"]

    async def requests(self) -> list[dict]:
        """Return what the bot has asked of the API, oldest first."""
        return await self.admin("GET", "requests")

    async def admin(self, method: str, name: str, body: dict | None = None):
        """Use one of the playground's own addresses for tests."""
        url = f"{self.base_url}/playground/admin/{name}"
        async with aiohttp.ClientSession() as http, http.request(method, url, json=body) as answer:
            assert answer.status < 300, await answer.text()
            return await answer.json() if answer.content_type == "application/json" else None

    @asynccontextmanager
    async def person(self, persona: str = "member") -> AsyncIterator[Person]:
        """Yield a person who has the page open."""
        async with Person(self.base_url, persona) as person:
            yield person


class PlaygroundProcess(PlaygroundHandles):
    """One playground on a free port of loopback; its world outlives a restart."""

    def __init__(self, world: Path, *, token: str | None = None, max_files: int = 1000) -> None:
        super().__init__("")
        self.world = world
        self._token = token
        self._max_files = max_files
        self._port = 0
        self._child: asyncio.subprocess.Process | None = None

    @property
    def is_running(self) -> bool:
        """Whether the process is there."""
        return self._child is not None and self._child.returncode is None

    async def start(self) -> None:
        """Start the process; a restarted one takes its old port again."""
        environment = dict(os.environ, PYTHONPATH=str(ROOT))
        if self._token is not None:
            environment["ATELIER_PLAYGROUND_TOKEN"] = self._token
        self._child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot.playground"),
            *("--port", str(self._port), "--world", str(self.world)),
            *("--max-files", str(self._max_files)),
            cwd=ROOT,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
        )
        line = await asyncio.wait_for(self._child.stdout.readline(), _START_SECONDS)
        announcement = line.decode().strip()
        assert announcement.startswith(_ANNOUNCEMENT), "the playground did not start"
        self.base_url = announcement.removeprefix(_ANNOUNCEMENT)
        self._port = int(self.base_url.rpartition(":")[2])

    async def stop(self) -> int:
        """End the process as systemd would; return its exit code."""
        return await self._end(signal.SIGTERM)

    async def kill(self) -> int:
        """End the process without warning; return its exit code."""
        return await self._end(signal.SIGKILL)

    async def _end(self, number: signal.Signals) -> int:
        if self._child is None:
            return 0
        child, self._child = self._child, None
        if child.returncode is None:
            child.send_signal(number)
        return await child.wait()


@asynccontextmanager
async def running_playground(
    tmp_path: Path, *, token: str | None = None, max_files: int = 1000
) -> AsyncIterator[PlaygroundProcess]:
    """Yield a playground of its own, with an empty world below ``tmp_path``."""
    playground = PlaygroundProcess(tmp_path / "world.sqlite", token=token, max_files=max_files)
    await playground.start()
    try:
        yield playground
    finally:
        await playground.stop()


@pytest.fixture
async def playground(tmp_path):
    """A playground of the test's own."""
    async with running_playground(tmp_path) as running:
        yield running
