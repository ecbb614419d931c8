"""The rule that only the playground's own page may use the playground from a browser."""

import urllib.parse
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.playground.errors import ApiError, Fault

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def require_same_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another website's script asks for; programs send no ``Origin``."""
    origin = request.headers.get("Origin")
    if origin is not None and urllib.parse.urlsplit(origin).netloc != request.host:
        raise ApiError(Fault.MISSING_ACCESS)
    return await handler(request)
