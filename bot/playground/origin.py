"""The rule that only the playground's own page may use the playground from a browser."""

import urllib.parse
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.playground.errors import ApiError, Fault

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def require_same_origin(hosts: Iterable[str] = ()) -> Middleware:
    """Make the middleware that refuses what another website's script asks for.

    Programs send no ``Origin``. A website whose name was made to point here sends its own name as
    ``Origin`` and as ``Host``, so only known names are answered.

    Args:
        hosts: Names by which the playground is reached, besides those of this machine.
    """
    known = LOOPBACK | {host.lower() for host in hosts}

    @web.middleware
    async def require(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        is_foreign = origin is not None and urllib.parse.urlsplit(origin).netloc != request.host
        if is_foreign or _name_of(request.host) not in known:
            raise ApiError(Fault.MISSING_ACCESS)
        return await handler(request)

    return require


def _name_of(host: str) -> str:
    """Return the name in a ``Host`` header, without the port; empty for one that is none."""
    try:
        return urllib.parse.urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
