"""The playground as a process of its own: ``python -m bot.playground``."""

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Final

from aiohttp import web

from bot.playground.app import MAX_FILES_KEPT, Playground, Settings

EXIT_UNAVAILABLE: Final = 69
TOKEN_VARIABLE: Final = "ATELIER_PLAYGROUND_TOKEN"  # noqa: S105  a variable's name, no secret


def main() -> int:
    """Serve until SIGTERM or SIGINT; return the exit code."""
    arguments = _parse()
    settings = Settings(
        world=arguments.world,
        token=os.environ.get(TOKEN_VARIABLE) or None,
        max_files=arguments.max_files,
        hosts=(arguments.host, *arguments.allow_host),
    )
    try:
        asyncio.run(_serve(settings, arguments.host, arguments.port))
    except OSError as error:
        place = f"{arguments.host}:{arguments.port}"
        sys.stderr.write(f"The playground cannot listen on {place}: {error.strerror or error}.\n")
        return EXIT_UNAVAILABLE
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.playground", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8100, help="port; 0 takes a free one")
    parser.add_argument(
        "--world", type=Path, required=True, help="SQLite file that keeps channels and messages"
    )
    parser.add_argument(
        "--max-files", type=int, default=MAX_FILES_KEPT, help="newest files to keep"
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="further name by which browsers reach it; may be given several times",
    )
    return parser.parse_args()


async def _serve(settings: Settings, host: str, port: int) -> None:
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    playground = Playground(settings)
    runner = web.AppRunner(playground.app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        playground.address.base_url = f"http://{_netloc(runner.addresses[0])}"
        sys.stdout.write(f"The playground is at {playground.address.base_url}\n")
        sys.stdout.flush()
        await ended.wait()
    finally:
        await runner.cleanup()


def _netloc(address: tuple[str, int]) -> str:
    host, port = address[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


if __name__ == "__main__":
    sys.exit(main())
