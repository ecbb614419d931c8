"""The addresses by which a test provokes what Discord does of itself."""

from aiohttp import web

from bot.playground.answer_times import AnswerTimes
from bot.playground.answers import nothing, respond
from bot.playground.errors import ApiError, Fault
from bot.playground.gateway import Gateway
from bot.playground.permissions import Permission
from bot.playground.ratelimit import RateLimits
from bot.playground.recorder import Recorder
from bot.playground.seed import GUILD_ID, new_member
from bot.playground.uploads import decode_object
from bot.playground.words import Intent, Opcode
from bot.playground.world import World


class AdminRoutes:
    """Moves time, breaks connections, takes permissions away, tells what the bot asked."""

    def __init__(
        self,
        world: World,
        gateway: Gateway,
        limits: RateLimits,
        recorder: Recorder,
        answer_times: AnswerTimes,
    ) -> None:
        self._world = world
        self._gateway = gateway
        self._limits = limits
        self._recorder = recorder
        self._answer_times = answer_times

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.post("/playground/admin/clock", self.clock),
            web.post("/playground/admin/gateway", self.gateway),
            web.post("/playground/admin/throttle", self.throttle),
            web.put("/playground/admin/overwrites", self.overwrite),
            web.put("/playground/admin/locale", self.locale),
            web.put("/playground/admin/guild-locale", self.guild_locale),
            web.put("/playground/admin/direct-messages", self.direct_messages),
            web.put("/playground/admin/upload-limit", self.upload_limit),
            web.post("/playground/admin/people", self.people),
            web.get("/playground/admin/requests", self.requests),
            web.delete("/playground/admin/requests", self.forget_requests),
            web.get("/playground/admin/answer-times", self.answer_times),
            web.delete("/playground/admin/answer-times", self.forget_answer_times),
        ]

    async def clock(self, request: web.Request) -> web.Response:
        """Move time forward by ``seconds``."""
        payload = decode_object(await request.read())
        self._world.clock.advance(float(payload.get("seconds", 0)))
        return respond({"now": self._world.clock.timestamp()})

    async def gateway(self, request: web.Request) -> web.Response:
        """Do ``action`` to every session: drop, reconnect or invalidate."""
        action = decode_object(await request.read()).get("action")
        for session in tuple(self._gateway.sessions.values()):
            if action == "reconnect":
                session.send(Opcode.RECONNECT)
            elif action == "invalidate":
                session.send(Opcode.INVALID_SESSION, data=False)
                self._gateway.forget(session)
            else:
                session.drop()
        return nothing()

    async def throttle(self, request: web.Request) -> web.Response:
        """Answer the next ``count`` requests of ``bucket`` with 429."""
        payload = decode_object(await request.read())
        self._limits.refuse_next(
            int(payload.get("count", 1)),
            float(payload.get("retry_after", 0.2)),
            str(payload.get("bucket", "")),
        )
        return nothing()

    async def overwrite(self, request: web.Request) -> web.Response:
        """Set what ``target_id`` (a role or person) is allowed and denied in a channel, by name."""
        payload = decode_object(await request.read())
        channel = self._world.require_channel(str(payload.get("channel_id")))
        target = str(payload.get("target_id"))
        guild = self._world.require_guild(channel["guild_id"])
        role_ids = {role["id"] for role in guild["roles"]}
        entry = {
            "id": target,
            "type": 0 if target in role_ids else 1,
            "allow": str(_bits(payload.get("allow") or [])),
            "deny": str(_bits(payload.get("deny") or [])),
        }
        others = [one for one in channel["permission_overwrites"] if one["id"] != target]
        channel["permission_overwrites"] = [*others, entry]
        self._world.put_channel(channel)
        self._gateway.dispatch("CHANNEL_UPDATE", channel, Intent.GUILDS)
        return nothing()

    async def locale(self, request: web.Request) -> web.Response:
        """Set the language of a person's Discord, as ``de`` or ``ja``."""
        payload = decode_object(await request.read())
        persona = str(payload.get("persona"))
        member = self._world.personas().get(persona)
        if member is None:
            raise ApiError(Fault.UNKNOWN_USER)
        member["user"]["locale"] = str(payload.get("locale"))
        self._world.put_member(persona, member)
        return nothing()

    async def guild_locale(self, request: web.Request) -> web.Response:
        """Set the language of the guild, as a community's administrators can."""
        payload = decode_object(await request.read())
        guild = self._world.guild | {"preferred_locale": str(payload.get("locale"))}
        self._world.put_guild(guild, has_bot=True)
        self._gateway.dispatch("GUILD_UPDATE", guild, Intent.GUILDS)
        return nothing()

    async def direct_messages(self, request: web.Request) -> web.Response:
        """Let a person take direct messages from bots, or close them off (``are_open``)."""
        payload = decode_object(await request.read())
        member = self._world.personas().get(str(payload.get("persona")))
        if member is None:
            raise ApiError(Fault.UNKNOWN_USER)
        self._world.closed_to_bots.add(member["user"]["id"])
        if payload.get("are_open"):
            self._world.closed_to_bots.discard(member["user"]["id"])
        return nothing()

    async def upload_limit(self, request: web.Request) -> web.Response:
        """Let a guild take so many ``bytes`` of files in one message of the bot."""
        payload = decode_object(await request.read())
        guild_id = str(payload.get("guild_id") or GUILD_ID)
        self._world.upload_bytes[guild_id] = int(payload["bytes"])
        return nothing()

    async def people(self, request: web.Request) -> web.Response:
        """Add ``count`` plain members, ``guest1`` and so on, for tests of many people."""
        payload = decode_object(await request.read())
        known = self._world.personas()
        names = [f"guest{number}" for number in range(1, int(payload.get("count", 1)) + 1)]
        for name in names:
            if name not in known:
                self._world.put_member(name, new_member(self._world.new_id(), name.capitalize()))
        return respond({"personas": names}, 201)

    async def requests(self, _request: web.Request) -> web.Response:
        """Return the latest requests of the bot, oldest first."""
        return respond(self._recorder.requests())

    async def forget_requests(self, _request: web.Request) -> web.Response:
        """Forget the requests so far."""
        self._recorder.clear()
        return nothing()

    async def answer_times(self, _request: web.Request) -> web.Response:
        """Return how long the bot took to answer, oldest first."""
        return respond(self._answer_times.all())

    async def forget_answer_times(self, _request: web.Request) -> web.Response:
        """Forget the answers so far."""
        self._answer_times.clear()
        return nothing()


def _bits(names: list[str]) -> int:
    bits = 0
    for name in names:
        bits |= Permission[name.upper()]
    return bits
