"""What every request to the API passes: token, rate limits, Discord's form of errors."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.playground.answers import respond
from bot.playground.bot_token import BotToken
from bot.playground.errors import ApiError, Fault
from bot.playground.ratelimit import (
    DEFAULT,
    GLOBAL,
    MESSAGE_CREATE,
    MESSAGE_EDIT,
    WEBHOOK,
    Allowance,
    RateLimits,
    Ruling,
)
from bot.playground.recorder import Recorder

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_log = logging.getLogger(__name__)
_BY_TOKEN_IN_PATH: Final = ("/api/v10/interactions/", "/api/v10/webhooks/")
_CALLBACK: Final = "/api/v10/interactions/"
_NAMED: Final[dict[tuple[str, str], tuple[str, Allowance]]] = {
    ("POST", "/channels/{channel_id}/messages"): ("message_create", MESSAGE_CREATE),
    ("PATCH", "/channels/{channel_id}/messages/{message_id}"): ("message_edit", MESSAGE_EDIT),
}


@web.middleware
async def word_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer refusals in Discord's form."""
    try:
        return await handler(request)
    except ApiError as error:
        return respond(error.body, error.status)
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
        return respond(ApiError(Fault.NOT_FOUND).body, Fault.NOT_FOUND.value[0])
    except web.HTTPRequestEntityTooLarge:
        return respond(ApiError(Fault.TOO_LARGE).body, Fault.TOO_LARGE.value[0])
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError):
        # A body of the wrong shape, or a mistake of ours: the log tells which.
        _log.exception("could not make sense of %s %s", request.method, request.path)
        return respond(ApiError(Fault.INVALID_FORM).body, Fault.INVALID_FORM.value[0])


def require_token(token: BotToken) -> Middleware:
    """Return the middleware that lets in only the bot."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        is_open = request.path.startswith(_BY_TOKEN_IN_PATH)
        if not is_open and not token.accepts_header(request.headers.get("Authorization")):
            raise ApiError(Fault.UNAUTHORIZED)
        return await handler(request)

    return check


def record_requests(recorder: Recorder) -> Middleware:
    """Return the middleware that remembers what was asked and answered."""

    @web.middleware
    async def record(request: web.Request, handler: Handler) -> web.StreamResponse:
        response = await handler(request)
        recorder.note(request, response.status)
        return response

    return record


def limit_rates(limits: RateLimits) -> Middleware:
    """Return the middleware that refuses requests beyond Discord's rate limits."""

    @web.middleware
    async def limit(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path.startswith(_CALLBACK):
            return await handler(request)
        for ruling in _rulings(limits, request):
            if ruling.is_refused:
                return respond(ruling.body, 429, ruling.headers)
        response = await handler(request)
        response.headers.update(ruling.headers)
        return response

    return limit


def _rulings(limits: RateLimits, request: web.Request) -> list[Ruling]:
    """Take the request out of its buckets; the last is the route's own."""
    found = request.match_info
    resource = found.route.resource
    route = "" if resource is None else _template(resource.canonical)
    if "token" in found:
        return [limits.rule("webhook", found["token"], WEBHOOK)]
    name, allowance = _NAMED.get((request.method, route), (f"{request.method} {route}", DEFAULT))
    major = found.get("channel_id") or found.get("guild_id") or ""
    return [limits.rule("global", "", GLOBAL), limits.rule(name, major, allowance)]


def _template(canonical: str) -> str:
    return canonical.removeprefix("/api/v10")
