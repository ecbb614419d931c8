"""Every check, in the order in which a person would mend things."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from bot.doctor.account import DISCORD, check_account
from bot.doctor.line import Line, ok, problem
from bot.doctor.machine import check_disk, check_port
from bot.doctor.model import check_models
from bot.doctor.packages import check_packages, check_python
from bot.doctor.records import check_database
from engine.toml_settings import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.config import Settings

OTHER_PORT: Final = "Choose another [http] port, or 0 for none."
OTHER_PAGE: Final = "Choose another [playground] port, or 0 for any free one."


async def examine(
    read: Callable[[], Settings], source: str, *, discord_url: str = DISCORD
) -> list[Line]:
    """Look at everything and start nothing.

    Args:
        read: Reads the configuration, or raises ConfigError.
        source: What the configuration is called.
        discord_url: Where Discord is.

    Returns:
        One line for each check. A configuration with mistakes leaves out what it decides.
    """
    lines = [check_python(), check_packages()]
    try:
        settings = read()
    except ConfigError as error:
        mistakes = [problem("config", line, "Correct the key.") for line in error.lines()]
        return [*lines, *mistakes]
    lines += [ok("config", source), *check_models(settings.engine, settings.safety)]
    lines.append(check_disk(settings.storage))
    found = await asyncio.gather(
        check_database(settings.database.url.get_secret_value()),
        check_account(settings, discord_url=discord_url),
        _check_watchers_port(settings),
        _check_page_port(settings),
    )
    return [*lines, *found]


async def _check_watchers_port(settings: Settings) -> Line:
    http = settings.http
    return await check_port("http", http.host, http.port, sign="/healthz", remedy=OTHER_PORT)


async def _check_page_port(settings: Settings) -> Line:
    page = settings.playground
    if settings.discord.token_file or settings.discord.token.get_secret_value():
        return ok("playground", "not used beside a Discord token")
    return await check_port(
        "playground", page.host, page.port, sign="/api/v10/gateway", remedy=OTHER_PAGE
    )
