"""Answers as Discord sends them."""

from typing import Any

import msgspec
from aiohttp import web


def respond(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Return a JSON answer; its type carries no charset, which discord.py insists on."""
    return web.Response(
        body=msgspec.json.encode(body),
        status=status,
        headers=headers,
        content_type="application/json",
    )


def nothing() -> web.Response:
    """Return the empty answer of a request that went well."""
    return web.Response(status=204)
