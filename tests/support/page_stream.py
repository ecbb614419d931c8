"""What one open page hears, and waiting for it without ever sleeping."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import aiohttp

from tests.support.shown import ShownMessage


class PageRefusedError(AssertionError):
    """The page would show this refusal; nothing was posted or sent to the bot."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(f"{status}: {json.dumps(body)}")
        self.status = status
        self.body = body


class PageStream:
    """The page's connection to the playground: requests, and the events that come back.

    Attributes:
        state: The guild, channels, people and commands, as the page has them now.
        messages: Every message heard of, as it looks now, by id.
        looks: Every look that each of these messages has had, oldest first.
        gone: Ids of deleted messages.
        outcomes: How each interaction went: event, its data, the message as it was then.
    """

    def __init__(self, base_url: str, persona: str) -> None:
        self._base_url = base_url
        self._persona = persona
        self._changed = asyncio.Condition()
        self._http: aiohttp.ClientSession
        self._reader: asyncio.Task[None]
        self.state: dict[str, Any] = {}
        self.messages: dict[str, ShownMessage] = {}
        self.looks: dict[str, list[ShownMessage]] = {}
        self.gone: set[str] = set()
        self.outcomes: dict[str, tuple[str, dict[str, Any], ShownMessage | None]] = {}

    async def open(self, seconds: float) -> None:
        """Connect, and wait until the page would be drawn."""
        self._http = aiohttp.ClientSession()
        url = f"{self._base_url}/playground/stream"
        socket = await self._http.ws_connect(url, params={"as": self._persona}, max_msg_size=0)
        self._reader = asyncio.create_task(self._read(socket))
        await self.until(lambda: self.state or None, seconds)

    async def close(self) -> None:
        """Close the page."""
        self._reader.cancel()
        with suppress(asyncio.CancelledError):
            await self._reader
        await self._http.close()

    def shown_since(self, message_id: str) -> list[str]:
        """Return what newer messages say, oldest first."""
        newer = sorted(int(other) for other in self.messages if int(other) > int(message_id))
        return [self.messages[str(other)].content for other in newer]

    async def ask(self, method: str, path: str, *, params: dict | None = None, **kwargs) -> Any:
        """Send one of the page's own requests; return the answer's JSON."""
        url = f"{self._base_url}/playground/{path}"
        query = {"as": self._persona} | (params or {})
        async with self._http.request(method, url, params=query, **kwargs) as answer:
            body = await answer.json() if answer.status != 204 else None
            if answer.status >= 300:
                raise PageRefusedError(answer.status, body)
            return body

    async def download(self, url: str) -> bytes:
        """Return the bytes at an address."""
        async with self._http.get(url) as answer:
            if answer.status != 200:
                raise PageRefusedError(answer.status, await answer.text())
            return await answer.read()

    async def until(
        self, found: Callable[[], Any], seconds: float, shown: Callable[[], Any] | None = None
    ) -> Any:
        """Return what ``found`` returns as soon as it is not None.

        It is asked again after every event. ``shown`` tells, for the failure, what there was.
        """
        async with self._changed:
            try:
                async with asyncio.timeout(seconds):
                    while (value := found()) is None:
                        await self._changed.wait()
                    return value
            except TimeoutError:
                there = f"; there was {shown()}" if shown else ""
                message = f"{self._persona} waited {seconds} s in vain{there}"
                raise AssertionError(message) from None

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in socket:
            event = frame.json()
            if event["event"] in ("commands_update", "channel_create"):
                event = {"event": "state", "data": await self.ask("GET", "state")}
            async with self._changed:
                self._take(event["event"], event["data"])
                self._changed.notify_all()

    def _take(self, event: str, data: dict[str, Any]) -> None:
        if event == "state":
            self.state = data
        elif event == "bot_status":
            self.state["is_online"] = data["is_online"]
        elif event in ("message_create", "message_update"):
            self.messages[data["id"]] = ShownMessage(data)
            self.looks.setdefault(data["id"], []).append(ShownMessage(data))
        elif event == "message_delete":
            self.gone.add(data["id"])
        elif "interaction_id" in data:
            message = self.messages.get(data.get("message_id", ""))
            self.outcomes[data["interaction_id"]] = (event, data, message)
