"""The addresses that the page and a test's person use."""

import asyncio
from pathlib import Path
from typing import Final

from aiohttp import WSMsgType, web

from bot.playground.address import Address
from bot.playground.answers import nothing, respond
from bot.playground.errors import ApiError, Fault
from bot.playground.gateway import Gateway
from bot.playground.limits import PERSON_FILE_BYTES
from bot.playground.live import Live
from bot.playground.localized import localized
from bot.playground.messages import Messages
from bot.playground.seed import APPLICATION_ID, BOT_PERSONA
from bot.playground.uploads import read_body
from bot.playground.words import Json
from bot.playground.world import World

PAGE: Final = Path(__file__).with_name("page")
_POLICY: Final = "default-src 'self'; img-src * data: blob:; frame-ancestors 'none'"
_MESSAGE: Final = r"/playground/channels/{channel_id:\d+}/messages/{message_id:\d+}"


class PageRoutes:
    """Serves the page, the world as a person sees it, and the stream of what changes."""

    def __init__(
        self, world: World, address: Address, gateway: Gateway, live: Live, messages: Messages
    ) -> None:
        self._world = world
        self._address = address
        self._gateway = gateway
        self._live = live
        self._messages = messages

    def routes(self) -> list[web.AbstractRouteDef]:
        """Return the routes."""
        return [
            web.get("/", self.page),
            web.static("/page", PAGE),
            web.get("/playground/state", self.state),
            web.get("/playground/stream", self.stream),
            web.get(r"/playground/channels/{channel_id:\d+}/messages", self.history),
            web.post(r"/playground/channels/{channel_id:\d+}/messages", self.say),
            web.delete(_MESSAGE, self.delete),
        ]

    async def page(self, _request: web.Request) -> web.FileResponse:
        """Return the page."""
        headers = {"Cache-Control": "no-cache", "Content-Security-Policy": _POLICY}
        return web.FileResponse(PAGE / "index.html", headers=headers)

    async def state(self, request: web.Request) -> web.Response:
        """Return everything that the page shows around the messages."""
        user_id = require_person(self._world, request)
        return respond(self._state(user_id))

    async def history(self, request: web.Request) -> web.Response:
        """Return messages as a person sees them, newest first."""
        user_id = require_person(self._world, request)
        channel = self._seen_channel(user_id, request)
        found = self._world.messages.history(
            channel["id"],
            viewer=user_id,
            before=int(request.query.get("before", 2**63 - 1)),
            limit=int(request.query.get("limit", 50)),
        )
        return respond([self._address.public(message) for message in found])

    async def say(self, request: web.Request) -> web.Response:
        """Post a message as a person."""
        user_id = require_person(self._world, request)
        channel = self._seen_channel(user_id, request)
        body = await read_body(request, max_file_bytes=PERSON_FILE_BYTES)
        message = self._messages.create(channel["id"], user_id, body)
        return respond(self._address.public(message))

    async def delete(self, request: web.Request) -> web.Response:
        """Take a message away as a person: one's own, a moderator any, or dismiss an answer."""
        user_id = require_person(self._world, request)
        channel_id, message_id = request.match_info["channel_id"], request.match_info["message_id"]
        self._seen_channel(user_id, request)
        message = self._world.messages.read(channel_id, message_id)
        if message is not None and self._world.messages.viewer(message_id) == user_id:
            self._messages.remove(message)
        else:
            self._messages.delete(channel_id, message_id, user_id)
        return nothing()

    async def stream(self, request: web.Request) -> web.WebSocketResponse:
        """Send a person's page everything that changes, beginning with the state."""
        user_id = require_person(self._world, request)
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        with self._live.subscribe(user_id) as queue:
            await socket.send_json({"event": "state", "data": self._state(user_id)})
            async with asyncio.TaskGroup() as tasks:
                writer = tasks.create_task(_forward(queue, socket))
                async for message in socket:
                    if message.type == WSMsgType.ERROR:
                        break
                writer.cancel()
        return socket

    def bot_changed(self) -> None:
        """Tell every page whether the bot is there."""
        self._live.publish("bot_status", {"is_online": self._gateway.is_online})

    def _state(self, user_id: str) -> Json:
        people = self._world.personas()
        locale = self._world.require_member(user_id)["user"].get("locale", "en-US")
        return {
            "guild": self._world.guild,
            "guilds": self._guilds(),
            "channels": [self._with_permissions(user_id, one) for one in self._seen(user_id)],
            "personas": {name: one for name, one in people.items() if name != BOT_PERSONA},
            "bot": people[BOT_PERSONA],
            "user_id": user_id,
            "application_id": APPLICATION_ID,
            "commands": [localized(one, locale) for one in self._world.commands.everywhere()],
            "is_online": self._gateway.is_online,
        }

    def _guilds(self) -> list[Json]:
        found = self._world.guilds()
        return [one | {"has_bot": self._world.has_bot(one["id"])} for one in found]

    def _seen(self, user_id: str) -> list[Json]:
        return [one for one in self._world.channels() if self._world.can_see(user_id, one)]

    def _with_permissions(self, user_id: str, channel: Json) -> Json:
        return channel | {"permissions": str(self._world.permissions(user_id, channel))}

    def _seen_channel(self, user_id: str, request: web.Request) -> Json:
        channel = self._world.require_channel(request.match_info["channel_id"])
        if not self._world.can_see(user_id, channel):
            raise ApiError(Fault.MISSING_ACCESS)
        return channel


def require_person(world: World, request: web.Request) -> str:
    """Return the user id of the person that a request names with ``?as=``.

    Raises:
        ApiError: 10013, there is nobody of that name.
    """
    persona = request.query.get("as", "")
    member = world.personas().get(persona)
    if member is None or persona == BOT_PERSONA:
        raise ApiError(Fault.UNKNOWN_USER)
    user_id: str = member["user"]["id"]
    return user_id


async def _forward(queue: asyncio.Queue[str | None], socket: web.WebSocketResponse) -> None:
    while (text := await queue.get()) is not None:
        try:
            await socket.send_str(text)
        except ConnectionError:
            return
    await socket.close()
