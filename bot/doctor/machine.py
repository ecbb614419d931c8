"""Whether the machine has room for pictures, and a free port for watchers."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import socket
from typing import TYPE_CHECKING, Final

import aiohttp

from bot.doctor.line import Line, ok, problem, warning

if TYPE_CHECKING:
    from pathlib import Path

    from bot.config import StorageSection

MIB: Final = 1024 * 1024
ASK_SECONDS: Final = 2.0


def check_disk(section: StorageSection) -> Line:
    """Look whether the pictures' folder takes files, and how much room it has."""
    folder = _nearest(section.folder)
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        remedy = "Let this user write there, or change [storage] folder."
        return problem("disk", f"{section.folder} takes no files", remedy)
    free = shutil.disk_usage(folder).free // MIB
    words = f"{free} MiB free for {section.folder}"
    if free < section.min_free_mib:
        remedy = f"Free {section.min_free_mib - free} MiB, or move [storage] folder."
        return warning("disk", words, remedy)
    return ok("disk", words)


async def check_port(check: str, host: str, port: int, *, sign: str, remedy: str) -> Line:
    """Look whether a port is free, or serves an Atelier that runs already.

    Args:
        check: What the line is called.
        host: Address to listen on.
        port: Port; 0 needs none.
        sign: Path that an Atelier answers with a JSON object.
        remedy: What to do when somebody else has it.
    """
    if not port:
        return ok(check, "none asked for")
    try:
        await asyncio.to_thread(_listen_once, host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE and await _is_ours(host, port, sign):
            return ok(check, f"{host}:{port} serves an Atelier that runs already")
        reason = os.strerror(error.errno).lower() if error.errno else "no such address"
        return problem(check, f"{host}:{port}: {reason}", remedy)
    return ok(check, f"{host}:{port} is free")


def _nearest(folder: Path) -> Path:
    """Return the folder, or the closest one above it that is there."""
    folder = folder.absolute()
    return next(path for path in (folder, *folder.parents) if path.exists())


def _listen_once(host: str, port: int) -> None:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)


async def _is_ours(host: str, port: int, sign: str) -> bool:
    timeout = aiohttp.ClientTimeout(total=ASK_SECONDS)
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}{sign}"
    try:
        async with aiohttp.ClientSession(timeout=timeout) as http, http.get(url) as answer:
            return isinstance(await answer.json(), dict)
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return False
