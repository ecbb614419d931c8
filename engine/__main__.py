"""``python -m engine``: one engine process."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Final

import structlog

from engine.border.start_failure import EXIT_BROKEN, StartFailure
from engine.config import EngineSettings
from engine.errors import DeviceLostError, EngineStartError
from engine.process import EngineProcess, SocketUnavailableError
from engine.toml_settings import ConfigError, load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

_log = structlog.get_logger("engine")

_LOST_REMEDY: Final = "Nothing once; if this comes again, see what its driver says (dmesg)."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run an engine until it is asked to end; return the exit code."""
    options = _parse(arguments)
    _start_logging(is_debugging=options.debug)
    try:
        settings = load_settings(EngineSettings, options.config)
        path = options.socket or settings.engine.socket
        if options.fd is None and path is None:
            raise _no_socket()
        error = asyncio.run(_serve(settings, options.fd, path))
    except (ConfigError, EngineStartError, SocketUnavailableError) as failure:
        error = failure
    return _report(error, is_debugging=options.debug)


async def _serve(
    settings: EngineSettings, fd: int | None, path: Path | None
) -> BaseException | None:
    return await EngineProcess(settings, fd=fd, path=path).run()


def failures_of(error: BaseException) -> list[StartFailure]:
    """Word what ended an engine for people and for the parent."""
    if isinstance(error, ConfigError):
        remedy = "Correct the configuration; `atelier config check` shows all of it."
        return [StartFailure(error.code, line, remedy) for line in error.lines()]
    if isinstance(error, EngineStartError):
        return [StartFailure(error.code, str(error), error.remedy)]
    if isinstance(error, SocketUnavailableError):
        return [StartFailure(error.code, str(error), error.remedy, error.exit_code)]
    if isinstance(error, DeviceLostError):
        return [StartFailure(error.code, str(error), _LOST_REMEDY, EXIT_BROKEN)]
    reason = f"unexpected {type(error).__name__}: {error}"
    return [StartFailure("internal_error", reason, exit_code=EXIT_BROKEN)]


def _report(error: BaseException | None, *, is_debugging: bool) -> int:
    if error is None:
        return 0
    failures = failures_of(error)
    if is_debugging or failures[0].exit_code == EXIT_BROKEN:
        traceback.print_exception(error)
    for failure in failures:
        print(failure.line(), file=sys.stderr)  # noqa: T201 - the parent and people read it
    return failures[0].exit_code


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m engine", description=__doc__)
    parser.add_argument(
        "--config", type=Path, default=_default_config(), help="TOML file; ./config.toml if there"
    )
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--socket", type=Path, help="listen here; wins over [engine] socket")
    place.add_argument("--fd", type=int, help="inherited socket to the parent")
    parser.add_argument("--debug", action="store_true", help="tracebacks and every log line")
    return parser.parse_args(arguments)


def _default_config() -> Path | None:
    if named := os.environ.get("ATELIER_CONFIG"):
        return Path(named)
    beside = Path("config.toml")
    return beside if beside.is_file() else None


def _start_logging(*, is_debugging: bool) -> None:
    logging.basicConfig(
        stream=sys.stderr, format="%(message)s", level="DEBUG" if is_debugging else "INFO"
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(
                key_order=["timestamp", "level", "logger", "event"]
            ),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def _no_socket() -> EngineStartError:
    return EngineStartError(
        "no place to listen is named", remedy="Set [engine] socket or pass --socket PATH."
    )


if __name__ == "__main__":
    status = main()
    # All is said: taking libraries and threads apart would only take time (seconds with torch,
    # for ever when a network call hangs).
    sys.stderr.flush()
    os._exit(status)
