"""python -m bot [--config FILE] [--discord-url URL] [--debug]: one bot process."""

from __future__ import annotations

import argparse
import asyncio
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from bot import endpoint, log
from bot.config import load_config
from bot.errors import EXIT_CONFIG, StartError, TokenMissingError
from bot.run import run_bot
from bot.token import read_token
from db.errors import DatabaseStartError
from engine.errors import EngineStartError
from engine.toml_settings import ConfigError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.config import Settings

PLAYGROUND_TOKEN = "playground"  # noqa: S105  no secret: the playground takes any


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the bot; return the exit code: 0, 69 (something is away) or 78 (configuration)."""
    options = _parser().parse_args(arguments)
    try:
        settings = load_config(options.config)
        token = _token(settings, options.discord_url)
        log.configure(settings.log, secrets=[token] if token != PLAYGROUND_TOKEN else [])
        if options.discord_url:
            endpoint.use(options.discord_url)
        asyncio.run(run_bot(settings, token, config=options.config))
    except ConfigError as error:
        _complain(*error.lines())
        return EXIT_CONFIG
    except (StartError, DatabaseStartError, EngineStartError) as error:
        if options.debug:
            traceback.print_exception(error)
        _complain(f"{error}. {error.remedy}")
        return getattr(error, "exit_code", EXIT_CONFIG)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Run Atelier's bot.")
    parser.add_argument("--config", type=Path, metavar="FILE", help="the TOML file")
    parser.add_argument(
        "--discord-url", metavar="URL", help="talk to this server instead of discord.com"
    )
    parser.add_argument("--debug", action="store_true", help="show tracebacks")
    return parser


def _token(settings: Settings, discord_url: str | None) -> str:
    token = read_token(settings)
    if not token and not discord_url:
        raise TokenMissingError(
            "There is no Discord token",
            remedy="Set ATELIER_DISCORD__TOKEN, or try Atelier without Discord by `make run`.",
        )
    return token or PLAYGROUND_TOKEN


def _complain(*lines: str) -> None:
    for line in lines:
        print(f"atelier: {line}", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
