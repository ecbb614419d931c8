"""The addresses by which a test makes servers, installs the bot and opens direct channels."""

from aiohttp import web

from bot.playground.answers import nothing, respond
from bot.playground.errors import ApiError, Fault
from bot.playground.live import Live
from bot.playground.seed import new_channel, new_guild
from bot.playground.uploads import decode_object
from bot.playground.words import Json
from bot.playground.world import World


class GuildAdminRoutes:
    """What people do with servers and with the bot, where a test does it for them."""

    def __init__(self, world: World, live: Live) -> None:
        self._world = world
        self._live = live

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.post("/playground/admin/guilds", self.create),
            web.put("/playground/admin/installs", self.install),
            web.post("/playground/admin/direct-channels", self.open_direct),
        ]

    async def create(self, request: web.Request) -> web.Response:
        """Make a server ``name`` without the bot, with one channel; return both ids.

        ``has_external_apps`` false: its members may not show what applications answer them.
        """
        payload = decode_object(await request.read())
        guild_id, channel_id = self._world.new_id(), self._world.new_id()
        is_open = bool(payload.get("has_external_apps", True))
        guild = new_guild(guild_id, str(payload["name"]), has_external_apps=is_open)
        self._world.put_guild(guild, has_bot=False)
        channel = new_channel(channel_id, guild_id, "lobby")
        self._world.put_channel(channel)
        self._live.publish("channel_create", channel)
        return respond({"guild_id": guild_id, "channel_id": channel_id}, 201)

    async def install(self, request: web.Request) -> web.Response:
        """Install the bot for a person, or take it away (``is_installed``)."""
        payload = decode_object(await request.read())
        user_id = self._member(payload)["user"]["id"]
        self._world.installed.add(user_id)
        if not payload.get("is_installed", True):
            self._world.installed.discard(user_id)
        return nothing()

    async def open_direct(self, request: web.Request) -> web.Response:
        """Open a person's direct channel with the bot, as clicking on the bot does."""
        user_id = self._member(decode_object(await request.read()))["user"]["id"]
        channel, is_new = self._world.direct_channel(user_id)
        if is_new:
            self._live.publish("channel_create", channel, {user_id})
        return respond(channel, 201)

    def _member(self, payload: Json) -> Json:
        member = self._world.personas().get(str(payload.get("persona")))
        if member is None:
            raise ApiError(Fault.UNKNOWN_USER)
        return member
