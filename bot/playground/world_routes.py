"""The API's addresses for users, guilds, channels and the application."""

from aiohttp import web

from bot.playground.address import Address
from bot.playground.answers import nothing, respond
from bot.playground.errors import ApiError, Fault
from bot.playground.gateway import Gateway
from bot.playground.live import Live
from bot.playground.permissions import Permission
from bot.playground.seed import APPLICATION_ID
from bot.playground.snapshot import Snapshot
from bot.playground.uploads import decode_object
from bot.playground.words import Intent
from bot.playground.world import World


class WorldRoutes:
    """Reads the world for the bot, and opens direct messages."""

    def __init__(
        self, world: World, snapshot: Snapshot, address: Address, gateway: Gateway, live: Live
    ) -> None:
        self._world = world
        self._snapshot = snapshot
        self._address = address
        self._gateway = gateway
        self._live = live

    def routes(self) -> list[web.RouteDef]:
        """Return the routes, below the API's base address."""
        return [
            web.get("/gateway", self.gateway),
            web.get("/gateway/bot", self.gateway_bot),
            web.get("/users/@me", self.me),
            web.get("/users/@me/guilds", self.my_guilds),
            web.post("/users/@me/channels", self.open_direct),
            web.get(r"/users/{user_id:\d+}", self.user),
            web.get("/oauth2/applications/@me", self.application),
            web.get("/applications/@me", self.application),
            web.get(r"/applications/{application_id:\d+}/emojis", self.emojis),
            web.get(r"/guilds/{guild_id:\d+}", self.guild),
            web.get(r"/guilds/{guild_id:\d+}/channels", self.guild_channels),
            web.get(r"/guilds/{guild_id:\d+}/roles", self.roles),
            web.get(r"/guilds/{guild_id:\d+}/members", self.members),
            web.get(r"/guilds/{guild_id:\d+}/members/{user_id:\d+}", self.member),
            web.get(r"/channels/{channel_id:\d+}", self.channel),
            web.post(r"/channels/{channel_id:\d+}/typing", self.typing),
        ]

    async def gateway(self, _request: web.Request) -> web.Response:
        """Return the gateway's address."""
        return respond({"url": self._address.gateway_url})

    async def gateway_bot(self, _request: web.Request) -> web.Response:
        """Return the gateway's address and how many shards and starts there are."""
        starts = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        body = {"url": self._address.gateway_url, "shards": 1, "session_start_limit": starts}
        return respond(body)

    async def me(self, _request: web.Request) -> web.Response:
        """Return the bot's own user."""
        return respond(self._snapshot.bot_user())

    async def my_guilds(self, _request: web.Request) -> web.Response:
        """Return the guilds that the bot is in."""
        found = self._world.guilds()
        return respond([one for one in found if self._world.has_bot(one["id"])])

    async def user(self, request: web.Request) -> web.Response:
        """Return a user."""
        return respond(self._world.require_member(request.match_info["user_id"])["user"])

    async def open_direct(self, request: web.Request) -> web.Response:
        """Return the direct channel with a person, opening it where there is none."""
        payload = decode_object(await request.read())
        channel, is_new = self._world.direct_channel(str(payload.get("recipient_id")))
        if is_new:
            self._gateway.dispatch("CHANNEL_CREATE", channel, Intent.DIRECT_MESSAGES)
            self._live.publish("channel_create", channel, {channel["recipients"][0]["id"]})
        return respond(channel)

    async def application(self, _request: web.Request) -> web.Response:
        """Return the bot's application."""
        return respond(self._snapshot.application())

    async def emojis(self, _request: web.Request) -> web.Response:
        """Return the application's emojis: none."""
        return respond({"items": []})

    async def guild(self, request: web.Request) -> web.Response:
        """Return a guild."""
        return respond(self._world.require_guild(self._guild_id(request)))

    async def guild_channels(self, request: web.Request) -> web.Response:
        """Return a guild's channels."""
        return respond(self._snapshot.guild_channels(self._guild_id(request)))

    async def roles(self, request: web.Request) -> web.Response:
        """Return a guild's roles."""
        return respond(self._world.require_guild(self._guild_id(request))["roles"])

    async def members(self, request: web.Request) -> web.Response:
        """Return a guild's members."""
        return respond(self._snapshot.members(self._guild_id(request)))

    async def member(self, request: web.Request) -> web.Response:
        """Return a member of a guild."""
        guild_id = self._guild_id(request)
        try:
            return respond(self._world.member_of(request.match_info["user_id"], guild_id))
        except ApiError as error:
            raise ApiError(Fault.UNKNOWN_MEMBER) from error

    async def channel(self, request: web.Request) -> web.Response:
        """Return a channel that the bot may see."""
        channel = self._world.require_channel(request.match_info["channel_id"])
        if not self._world.permissions(APPLICATION_ID, channel) & Permission.VIEW_CHANNEL:
            raise ApiError(Fault.MISSING_ACCESS)
        return respond(channel)

    async def typing(self, request: web.Request) -> web.Response:
        """Show people that the bot is typing."""
        channel = self._world.require_channel(request.match_info["channel_id"])
        self._live.publish("typing", {"channel_id": channel["id"]})
        return nothing()

    def _guild_id(self, request: web.Request) -> str:
        """Return the guild that an address names, if the bot is a member of it."""
        guild_id = request.match_info["guild_id"]
        if not self._world.has_bot(guild_id):
            raise ApiError(Fault.UNKNOWN_GUILD)
        return guild_id
