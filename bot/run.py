"""Runs one bot from its start to an orderly end."""

from __future__ import annotations

import asyncio
import gc
import signal
from contextlib import asynccontextmanager
from random import SystemRandom
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import discord
import structlog

from bot.client import Atelier
from bot.clock import SystemClock
from bot.errors import EXIT_UNAVAILABLE, DiscordUnreachableError, TokenRefusedError
from bot.files.storage import Storage
from bot.ground import Ground
from bot.monitoring.loop_watch import LoopWatch
from bot.monitoring.metrics import Metrics
from bot.monitoring.watching import health_server
from bot.tasks import first_end
from db.connection import Database
from db.errors import DatabaseError
from db.migrate import require_head
from engine.client import EngineClient

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine
    from pathlib import Path

    from bot.config import Settings

log = structlog.stdlib.get_logger(__name__)

AUTHENTICATION_FAILED: Final = 4004  # close code of Discord's gateway
END_SECONDS: Final = (
    2.5  # for each of four parts; the engine has 15 and the health page 2: 27 in all
)


async def run_bot(settings: Settings, token: str, *, config: Path | None = None) -> None:
    """Run until SIGTERM or SIGINT, or until something makes going on impossible.

    Raises:
        bot.errors.StartError: Discord cannot be reached or does not know the token.
        db.errors.DatabaseStartError: The database cannot be used.
        engine.errors.EngineStartError: The engine needs a person's help.
    """
    stopped = _stop_signal()
    engine = EngineClient(settings.engine, config=config)
    metrics = Metrics(lambda: engine.counters)
    watch = LoopWatch(SystemClock())
    metrics.show_loop(watch.late_seconds, watch.busy_seconds)
    async with _ground(settings, engine, metrics) as ground:
        atelier = Atelier(ground)
        _spare_the_collector()
        async with _watched(ground, atelier, metrics):
            try:
                await first_end(
                    {
                        "bot": _serve(atelier, token),
                        "loop watch": watch.run(),
                        "signal": stopped.wait(),
                    }
                )
            finally:
                await _wind_up(atelier)


async def _serve(atelier: Atelier, token: str) -> None:
    parts = atelier.parts
    await _log_in(atelier, token)
    await first_end(
        {
            "discord": _connect(atelier),
            "queue": parts.queue.fill(),
            "dispatcher": parts.dispatcher.run(),
            "reconciler": parts.reconciler.run(),
            "waiting": parts.waiting.refresh(),
            "noticeboard": parts.noticeboard.run(),
            "wakeup": parts.wakeup.listen(),
            "retention": parts.retention.run(),
            "erasing": parts.privacy.erasing.run(),
            "aftermath": parts.moderation.aftermath.run(),
        }
    )


@asynccontextmanager
async def _watched(ground: Ground, atelier: Atelier, metrics: Metrics) -> AsyncIterator[None]:
    server = health_server(
        ground.settings.http,
        metrics=metrics,
        database=ground.database,
        engine=ground.engine,
        discord=atelier,
    )
    await server.start()
    try:
        yield
    finally:
        await server.close()


@asynccontextmanager
async def _ground(
    settings: Settings, engine: EngineClient, metrics: Metrics
) -> AsyncIterator[Ground]:
    database = Database.open(
        settings.database.url.get_secret_value(), pool_size=settings.database.pool_size
    )
    try:
        await require_head(database)
        storage = Storage(settings.storage.folder)
        await storage.check()
        await engine.start()
        yield Ground(settings, database, engine, storage, SystemClock(), SystemRandom(), metrics)
    finally:
        await engine.close()
        await database.close()


async def _log_in(atelier: Atelier, token: str) -> None:
    try:
        await atelier.login(token)
    except discord.LoginFailure as error:
        raise _token_refused() from error
    except (aiohttp.ClientError, OSError, discord.HTTPException) as error:
        raise _unreachable(error) from error


async def _connect(atelier: Atelier) -> None:
    """Stay connected; discord.py reconnects by itself where that can help."""
    try:
        await atelier.connect()
    except discord.ConnectionClosed as error:
        if error.code == AUTHENTICATION_FAILED:
            raise _token_refused() from error
        raise _unreachable(error) from error
    except (aiohttp.ClientError, OSError, discord.HTTPException, discord.GatewayNotFound) as error:
        raise _unreachable(error) from error


def _spare_the_collector() -> None:
    """Let no collection look through what is there for good: that held the loop for 0.1 s."""
    gc.collect()
    gc.freeze()


def _token_refused() -> TokenRefusedError:
    return TokenRefusedError(
        "Discord does not accept the bot's token",
        remedy="Copy it anew from the developer portal (Bot, Reset Token) into "
        "ATELIER_DISCORD__TOKEN or the file of [discord] token_file.",
    )


def _unreachable(error: Exception) -> DiscordUnreachableError:
    return DiscordUnreachableError(
        f"Discord cannot be reached ({error})",
        remedy="Check the network and any proxy, then start again.",
        exit_code=EXIT_UNAVAILABLE,
    )


def _stop_signal() -> asyncio.Event:
    """Return an event that is set when somebody asks this process to end."""
    stopped = asyncio.Event()

    def stop() -> None:
        log.info("stopping")
        stopped.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    return stopped


async def _wind_up(atelier: Atelier) -> None:
    """Stop what is on its way and hand it back, so that the next bot goes on at once.

    People are told while the leases are still ours: once they are given back, the next bot may
    show pictures in the same messages at any moment.
    """
    parts = atelier.parts
    await _bounded("tasks", parts.tasks.close())
    await _bounded("pause", parts.reconciler.tell_pause())
    await _bounded("leases", parts.reconciler.release())
    await _bounded("discord", atelier.close())


async def _bounded(part: str, ending: Coroutine[Any, Any, None]) -> None:
    """Give one part of the shutdown its time; what is left undone, the next bot takes up."""
    try:
        async with asyncio.timeout(END_SECONDS):
            await ending
    except (DatabaseError, TimeoutError) as error:
        log.warning("end_cut_short", part=part, reason=type(error).__name__)
