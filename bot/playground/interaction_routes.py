"""The API's addresses that answer interactions; their tokens are all the right they need."""

from aiohttp import web

from bot.playground.address import Address
from bot.playground.answers import nothing, respond
from bot.playground.callbacks import Callbacks
from bot.playground.errors import ApiError, Fault
from bot.playground.followups import Followups
from bot.playground.interaction_store import Interaction
from bot.playground.interactions import Interactions
from bot.playground.seed import APPLICATION_ID
from bot.playground.uploads import Body, read_body

_WEBHOOK = r"/webhooks/{application_id:\d+}/{token}"
_MESSAGE = _WEBHOOK + r"/messages/{reference:@original|\d+}"


class InteractionRoutes:
    """Callbacks and the webhook that an interaction's token opens."""

    def __init__(
        self,
        interactions: Interactions,
        callbacks: Callbacks,
        followups: Followups,
        address: Address,
    ) -> None:
        self._interactions = interactions
        self._callbacks = callbacks
        self._followups = followups
        self._address = address

    def routes(self) -> list[web.RouteDef]:
        """Return the routes, below the API's base address."""
        return [
            web.post(r"/interactions/{interaction_id:\d+}/{token}/callback", self.callback),
            web.post(_WEBHOOK, self.follow_up),
            web.get(_MESSAGE, self.read),
            web.patch(_MESSAGE, self.edit),
            web.delete(_MESSAGE, self.delete),
        ]

    async def callback(self, request: web.Request) -> web.Response:
        """Carry out the bot's first answer."""
        found = request.match_info
        interaction = self._interactions.require(found["interaction_id"], found["token"])
        body = await self._body(request)
        # The body may have taken its time: only what is so now counts.
        interaction = self._interactions.require(found["interaction_id"], found["token"])
        described = self._callbacks.answer(interaction, body)
        if request.query.get("with_response", "").lower() in ("true", "1"):
            return respond(self._address.public(described))
        return nothing()

    async def follow_up(self, request: web.Request) -> web.Response:
        """Post a followup."""
        body = await self._body(request)
        message = self._followups.create(self._interaction(request), body)
        return respond(self._address.public(message))

    async def read(self, request: web.Request) -> web.Response:
        """Return a reply."""
        reference = request.match_info["reference"]
        message = self._followups.read(self._interaction(request), reference)
        return respond(self._address.public(message))

    async def edit(self, request: web.Request) -> web.Response:
        """Change a reply."""
        reference = request.match_info["reference"]
        body = await self._body(request)
        message = self._followups.edit(self._interaction(request), reference, body)
        return respond(self._address.public(message))

    async def delete(self, request: web.Request) -> web.Response:
        """Take a reply away."""
        self._followups.delete(self._interaction(request), request.match_info["reference"])
        return nothing()

    def _interaction(self, request: web.Request) -> Interaction:
        if request.match_info["application_id"] != APPLICATION_ID:
            raise ApiError(Fault.UNKNOWN_WEBHOOK)
        return self._interactions.require_token(request.match_info["token"])

    async def _body(self, request: web.Request) -> Body:
        body = await read_body(request)
        return Body(self._address.stored(body.payload), body.files)
