"""Runs one bot from its start to an orderly end."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from contextlib import asynccontextmanager
from random import SystemRandom
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import discord
import structlog

from bot.assembly import Ground
from bot.client import Atelier
from bot.clock import SystemClock
from bot.errors import EXIT_UNAVAILABLE, DiscordUnreachableError, TokenRefusedError
from bot.storage import Storage
from bot.tasks import Tasks
from db.connection import Database
from db.errors import DatabaseError
from db.migrate import require_head
from engine.client import EngineClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine
    from pathlib import Path

    from bot.config import Settings

log = structlog.stdlib.get_logger(__name__)

END_SECONDS: Final = 10.0  # for each part of the shutdown; together under 30


async def run_bot(settings: Settings, token: str, *, config: Path | None = None) -> None:
    """Run until SIGTERM or SIGINT, or until something makes going on impossible.

    Raises:
        bot.errors.StartError: Discord cannot be reached or does not know the token.
        db.errors.DatabaseStartError: The database cannot be used.
        engine.errors.EngineStartError: The engine needs a person's help.
    """
    async with _ground(settings, config) as ground:
        atelier = Atelier(ground)
        parts, tasks = atelier.parts, Tasks()
        try:
            await _log_in(atelier, token)
            works = {
                "discord": atelier.connect(),
                "queue": parts.queue.fill(),
                "dispatcher": parts.dispatcher.run(),
                "reconciler": parts.reconciler.run(),
                "waiting": parts.waiting.refresh(),
                "signal": _signal(),
            }
            await _first_end(tasks, works)
        finally:
            await tasks.close()
            await _wind_up(atelier)


@asynccontextmanager
async def _ground(settings: Settings, config: Path | None) -> AsyncIterator[Ground]:
    database = Database.open(
        settings.database.url.get_secret_value(), pool_size=settings.database.pool_size
    )
    engine = EngineClient(settings.engine, config=config)
    try:
        await require_head(database)
        await engine.start()
        storage = Storage(settings.storage.folder)
        yield Ground(settings, database, engine, storage, SystemClock(), SystemRandom())
    finally:
        await engine.close()
        await database.close()


async def _log_in(atelier: Atelier, token: str) -> None:
    try:
        await atelier.login(token)
    except discord.LoginFailure as error:
        raise TokenRefusedError(
            "Discord does not accept the bot's token.",
            remedy="Copy it anew from the developer portal (Bot, Reset Token) into "
            "ATELIER_DISCORD__TOKEN or [discord] token_file.",
        ) from error
    except (aiohttp.ClientError, OSError, discord.HTTPException) as error:
        message = f"Discord cannot be reached: {error}."
        raise DiscordUnreachableError(
            message,
            remedy="Check the network and any proxy, then start again.",
            exit_code=EXIT_UNAVAILABLE,
        ) from error


async def _first_end(tasks: Tasks, works: dict[str, Coroutine[Any, Any, None]]) -> None:
    """Run all of them until the first one ends, and raise what it raised."""
    running = [tasks.spawn(work, name=name) for name, work in works.items()]
    done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()


async def _signal() -> None:
    """Return when somebody asks this process to end."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    await asked.wait()
    log.info("stopping")


async def _wind_up(atelier: Atelier) -> None:
    """Stop what is on its way and hand it back, so that the next bot goes on at once."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(END_SECONDS):
            await atelier.parts.tasks.close()
    try:
        async with asyncio.timeout(END_SECONDS):
            job_ids = await atelier.parts.reconciler.release()
            log.info("leases_released", num_jobs=len(job_ids))
    except (DatabaseError, TimeoutError):
        log.warning("leases_kept")  # they run out by themselves
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(END_SECONDS):
            await atelier.close()
