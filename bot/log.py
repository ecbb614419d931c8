"""Logs: structlog's events and the standard library's, in one stream and one form."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import discord
import structlog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from structlog.typing import EventDict, Processor, WrappedLogger

    from bot.config import LogSection

STARS: Final = "***"
NETWORK_FAULTS: Final = (OSError, aiohttp.ClientError, discord.ConnectionClosed)
QUIET: Final = ("discord", "aiohttp", "aiosqlite", "alembic", "asyncio", "sqlalchemy")
"""Libraries that write people's words below this project's INFO."""


def configure(section: LogSection, *, secrets: Iterable[str] = ()) -> None:
    """Send every log line to stderr, the given secrets replaced by stars wherever they stand.

    At INFO and above no prompt is written; libraries stay at WARNING unless the level is debug.
    """
    level = logging.getLevelNamesMapping()[section.level.upper()]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, shorten_network_faults],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_form(section, secrets),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(level if level <= logging.DEBUG else logging.WARNING)


def shorten_network_faults(_logger: WrappedLogger, _name: str, event: EventDict) -> EventDict:
    """Tell a library's lost connection in a line: its trace helps nobody."""
    record: logging.LogRecord = event["_record"]
    fault = record.exc_info[1] if record.exc_info else None
    if isinstance(fault, NETWORK_FAULTS):
        record.exc_info = event["exc_info"] = None
        event["fault"] = f"{type(fault).__name__}: {fault}"
    return event


class Redactor:
    """Writes a line, then puts stars where a secret stands."""

    def __init__(self, render: Processor, secrets: Iterable[str]) -> None:
        self._render = render
        self._secrets = [secret for secret in secrets if secret]

    def __call__(self, logger: WrappedLogger, name: str, event: EventDict) -> Any:
        """Render the event without its secrets."""
        line = str(self._render(logger, name, event))
        for secret in self._secrets:
            line = line.replace(secret, STARS)
        return line


def _form(section: LogSection, secrets: Iterable[str]) -> list[Processor]:
    is_console = section.format == "console" or (section.format == "auto" and sys.stderr.isatty())
    if is_console:
        console = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            exception_formatter=structlog.dev.plain_traceback,  # rich's shows locals: prompts
        )
        return [Redactor(console, secrets)]
    json = structlog.processors.JSONRenderer(ensure_ascii=False)
    return [structlog.processors.format_exc_info, Redactor(json, secrets)]
