"""The API's addresses for application commands."""

import msgspec
from aiohttp import web

from bot.playground.answers import nothing, respond
from bot.playground.commands import check_commands
from bot.playground.errors import ApiError, Fault
from bot.playground.live import Live
from bot.playground.seed import APPLICATION_ID
from bot.playground.uploads import decode_object
from bot.playground.words import Json
from bot.playground.world import World

_GLOBAL = r"/applications/{application_id:\d+}/commands"
_GUILD = r"/applications/{application_id:\d+}/guilds/{guild_id:\d+}/commands"
_DEFAULTS: Json = {
    "type": 1,
    "description": "",
    "options": [],
    "default_member_permissions": None,
    "dm_permission": True,
    "nsfw": False,
    "contexts": None,
    "integration_types": [0],
}


class CommandRoutes:
    """Registers the bot's commands."""

    def __init__(self, world: World, live: Live) -> None:
        self._world = world
        self._live = live

    def routes(self) -> list[web.RouteDef]:
        """Return the routes, below the API's base address."""
        routes = []
        for base in (_GLOBAL, _GUILD):
            one = base + r"/{command_id:\d+}"
            routes += [
                web.get(base, self.listing),
                web.put(base, self.replace),
                web.post(base, self.add),
                web.get(one, self.read),
                web.patch(one, self.change),
                web.delete(one, self.remove),
            ]
        return routes

    async def listing(self, request: web.Request) -> web.Response:
        """Return the commands of a scope."""
        return respond(self._world.commands.of_scope(_scope(request)))

    async def replace(self, request: web.Request) -> web.Response:
        """Make the body the whole of a scope."""
        try:
            commands = msgspec.json.decode(await request.read(), type=list[Json])
        except msgspec.DecodeError as error:
            raise ApiError(Fault.INVALID_JSON) from error
        return respond(self._store(_scope(request), commands))

    async def add(self, request: web.Request) -> web.Response:
        """Add a command, or replace the one of the same name."""
        scope, added = _scope(request), decode_object(await request.read())
        key = (added.get("type") or 1, added.get("name"))
        kept = [
            one for one in self._world.commands.of_scope(scope) if key != (one["type"], one["name"])
        ]
        return respond(self._store(scope, [*kept, added])[-1], 201)

    async def read(self, request: web.Request) -> web.Response:
        """Return one command."""
        return respond(self._require(request))

    async def change(self, request: web.Request) -> web.Response:
        """Change one command."""
        old, scope = self._require(request), _scope(request)
        changed = old | decode_object(await request.read())
        commands = [changed if one is old else one for one in self._others(scope, old)]
        self._store(scope, commands)
        return respond(self._require(request))

    async def remove(self, request: web.Request) -> web.Response:
        """Remove one command."""
        old, scope = self._require(request), _scope(request)
        self._store(scope, [one for one in self._others(scope, old) if one is not old])
        return nothing()

    def _others(self, scope: str, old: Json) -> list[Json]:
        listed = self._world.commands.of_scope(scope)
        return [old if one["id"] == old["id"] else one for one in listed]

    def _require(self, request: web.Request) -> Json:
        for command in self._world.commands.of_scope(_scope(request)):
            if command["id"] == request.match_info["command_id"]:
                return command
        raise ApiError(Fault.UNKNOWN_COMMAND)

    def _store(self, scope: str, commands: list[Json]) -> list[Json]:
        """Check and store a whole scope; a command keeps its id while it keeps its name."""
        check_commands(commands)
        known = {
            (one["type"], one["name"]): one["id"] for one in self._world.commands.of_scope(scope)
        }
        stored = []
        for command in commands:
            whole = _DEFAULTS | {key: value for key, value in command.items() if value is not None}
            whole["id"] = known.get((whole["type"], whole["name"])) or self._world.new_id()
            whole |= {"application_id": APPLICATION_ID, "version": self._world.new_id()}
            stored.append(whole | ({"guild_id": scope} if scope else {}))
        self._world.commands.replace(scope, stored)
        self._live.publish("commands_update", {})
        return stored


def _scope(request: web.Request) -> str:
    if request.match_info["application_id"] != APPLICATION_ID:
        raise ApiError(Fault.MISSING_ACCESS)
    return request.match_info.get("guild_id", "")
