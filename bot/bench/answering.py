"""Measures how soon a whole bot answers while many people use commands at once."""

from __future__ import annotations

import asyncio
import re
import socket
import tempfile
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import msgspec

from bot.bench.rush import Rush
from bot.chaos.service import Service, running_playground
from bot.clock import SystemClock
from bot.errors import StartError
from bot.tasks import Tasks
from db.migrate import upgrade

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

WARM_SECONDS: Final = 16.0  # longer than the loop's delays are remembered
WARM_PER_SECOND: Final = 5.0
READ_SECONDS: Final = 5.0  # shorter than that
START_SECONDS: Final = 60.0
NUMBER: Final = r"^{} (\S+)$"


class BotReport(msgspec.Struct, frozen=True, kw_only=True):
    """What ``atelier bench bot --json`` prints.

    Attributes:
        ack_p50_ms: Median time from telling the bot of a command to its first answer.
        ack_p99_ms: Of a hundred commands one waits longer.
        loop_block_max_ms: The longest delay of the bot's event loop.
        loop_busy_max_ms: The most processor time in one of these delays: the bot's own share.
        commands_per_s: Commands that were answered, a second.
        unanswered: Commands that Discord gave up on after its three seconds.
        commands: All of them.
        rss_mb: What the bot's own process takes in the end, in MiB.
    """

    ack_p50_ms: float
    ack_p99_ms: float
    loop_block_max_ms: float
    loop_busy_max_ms: float
    commands_per_s: float
    unanswered: int
    commands: int
    rss_mb: float


def run_bot_bench(per_second: float, seconds: float) -> BotReport:
    """Start a playground, a bot and the stub engine, each a process; rush, and measure.

    Raises:
        bot.errors.StartError: The bot has not come up.
    """
    with tempfile.TemporaryDirectory(prefix="atelier-bench-") as folder:
        upgrade(_url(Path(folder)))
        return asyncio.run(_measure(Path(folder), per_second, seconds))


def bot_table(report: BotReport) -> str:
    """Return the report for people."""
    fields = msgspec.structs.asdict(report)
    return "\n".join(f"{name:20} {value}" for name, value in fields.items())


async def _measure(folder: Path, per_second: float, seconds: float) -> BotReport:
    port = _free_port()
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(running_playground(folder))
        http = await stack.enter_async_context(aiohttp.ClientSession())
        await stack.enter_async_context(_running(folder, address, port))
        rush = Rush(http, address, SystemClock())
        await _warm(rush)
        await rush.forget()
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(_watch(http, port, seconds))
            await rush.run(per_second, seconds)
        return _report(await rush.answer_seconds(), watching.result(), seconds)


async def _warm(rush: Rush) -> None:
    try:
        async with asyncio.timeout(START_SECONDS):
            await rush.gather()
    except TimeoutError as error:
        message = "The bot has not come up"
        raise StartError(message, remedy="`atelier doctor` says what is missing.") from error
    await rush.run(WARM_PER_SECOND, WARM_SECONDS)


async def _watch(http: aiohttp.ClientSession, port: int, seconds: float) -> list[str]:
    """Read the bot's own numbers every few seconds while it is busy, and at the end."""
    pages = []
    for _ in range(round(seconds / READ_SECONDS) or 1):
        await asyncio.sleep(READ_SECONDS)
        async with http.get(f"http://127.0.0.1:{port}/metrics") as answer:
            pages.append(await answer.text())
    return pages


def _report(times: list[float | None], pages: list[str], seconds: float) -> BotReport:
    answered = sorted(one for one in times if one is not None)
    return BotReport(
        ack_p50_ms=_share(answered, 0.5),
        ack_p99_ms=_share(answered, 0.99),
        loop_block_max_ms=_worst(pages, "event_loop_late_seconds"),
        loop_busy_max_ms=_worst(pages, "event_loop_busy_seconds"),
        commands_per_s=round(len(answered) / seconds, 1),
        unanswered=len(times) - len(answered),
        commands=len(times),
        rss_mb=round(_number(pages[-1], "process_resident_memory_bytes") / 2**20, 1),
    )


def _share(ordered: list[float], share: float) -> float:
    """Return the value that this share of an ordered list does not pass, in milliseconds."""
    return _ms(ordered[min(len(ordered) - 1, int(share * len(ordered)))]) if ordered else 0.0


def _worst(pages: list[str], name: str) -> float:
    return _ms(max(_number(page, name) for page in pages))


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)


def _number(page: str, name: str) -> float:
    found = re.search(NUMBER.format(name), page, re.MULTILINE)
    return float(found[1]) if found else float("nan")


@asynccontextmanager
async def _running(folder: Path, address: str, port: int) -> AsyncIterator[None]:
    service, tasks = Service(folder, address, _sections(folder, port)), Tasks()
    tasks.spawn(service.keep_running(), name="service")
    try:
        yield
    finally:
        await service.stop()
        await tasks.close()


def _sections(folder: Path, port: int) -> dict[str, dict[str, Any]]:
    """Return a configuration in which nobody is ever refused."""
    many = 1_000_000
    return {
        "database": {"url": _url(folder)},
        "storage": {"folder": str(folder / "images")},
        "engine": {"runner": "stub", "stub_step_seconds": 0.001},
        "limits": {
            "waiting_jobs": many,
            "guild_waiting_jobs": many,
            "person_waiting_jobs": many,
        },
        "credits": {"capacity": many},
        "http": {"port": port},
        "log": {"format": "json"},
    }


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'atelier.sqlite'}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
