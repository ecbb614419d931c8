"""The latest requests of the bot, for tests that check them against Discord's description."""

from collections import deque
from typing import Any, Final

from aiohttp import web

from bot.playground.words import Json

_KEPT: Final = 2000
RECORDED_BODY: Final = web.RequestKey("recorded_body", object)


class Recorder:
    """Remembers method, route, body and answer of the newest requests."""

    def __init__(self) -> None:
        self._requests: deque[Json] = deque(maxlen=_KEPT)

    def note(self, request: web.Request, status: int) -> None:
        """Remember one request, whose body was noted as it was read."""
        resource = request.match_info.route.resource
        self._requests.append(
            {
                "method": request.method,
                "route": "" if resource is None else resource.canonical,
                "path": request.path_qs,
                "body": request.get(RECORDED_BODY),
                "status": status,
            }
        )

    def requests(self) -> list[Json]:
        """Return the requests, oldest first."""
        return list(self._requests)

    def clear(self) -> None:
        """Forget them."""
        self._requests.clear()


def record_body(request: web.Request, body: Any) -> None:
    """Note a request's JSON for the recorder."""
    request[RECORDED_BODY] = body
