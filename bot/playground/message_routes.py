"""The API's addresses for messages."""

from aiohttp import web

from bot.playground.address import Address
from bot.playground.answers import nothing, respond
from bot.playground.messages import Messages
from bot.playground.seed import APPLICATION_ID
from bot.playground.uploads import Body, decode_object, read_body

_CHANNEL = r"/channels/{channel_id:\d+}"
_MESSAGE = _CHANNEL + r"/messages/{message_id:\d+}"
_POSITIONS = ("before", "after", "around")


class MessageRoutes:
    """What the bot's token does with messages."""

    def __init__(self, messages: Messages, address: Address) -> None:
        self._messages = messages
        self._address = address

    def routes(self) -> list[web.RouteDef]:
        """Return the routes, below the API's base address."""
        return [
            web.get(_CHANNEL + "/messages", self.history),
            web.post(_CHANNEL + "/messages", self.create),
            web.post(_CHANNEL + "/messages/bulk-delete", self.delete_many),
            web.get(_MESSAGE, self.read),
            web.patch(_MESSAGE, self.edit),
            web.delete(_MESSAGE, self.delete),
        ]

    async def history(self, request: web.Request) -> web.Response:
        """Return messages of a channel, newest first."""
        around = {key: int(request.query[key]) for key in _POSITIONS if key in request.query}
        limit = int(request.query.get("limit", 50))
        found = self._messages.history(request.match_info["channel_id"], around, limit)
        return respond([self._address.public(message) for message in found])

    async def create(self, request: web.Request) -> web.Response:
        """Post a message."""
        body = await self._body(request)
        message = self._messages.create(request.match_info["channel_id"], APPLICATION_ID, body)
        return respond(self._address.public(message))

    async def read(self, request: web.Request) -> web.Response:
        """Return a message."""
        return respond(self._address.public(self._messages.require(*_where(request))))

    async def edit(self, request: web.Request) -> web.Response:
        """Change a message."""
        message = self._messages.edit(*_where(request), await self._body(request))
        return respond(self._address.public(message))

    async def delete(self, request: web.Request) -> web.Response:
        """Take a message away."""
        self._messages.delete(*_where(request), APPLICATION_ID)
        return nothing()

    async def delete_many(self, request: web.Request) -> web.Response:
        """Take several messages away."""
        payload = decode_object(await request.read())
        channel_id = request.match_info["channel_id"]
        for message_id in payload.get("messages", []):
            self._messages.delete(channel_id, str(message_id), APPLICATION_ID)
        return nothing()

    async def _body(self, request: web.Request) -> Body:
        body = await read_body(request)
        return Body(self._address.stored(body.payload), body.files)


def _where(request: web.Request) -> tuple[str, str]:
    return request.match_info["channel_id"], request.match_info["message_id"]
