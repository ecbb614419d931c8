"""The addresses at which threads are changed by the bot, and made and changed by a test."""

from aiohttp import web

from bot.playground.answers import respond
from bot.playground.seed import GENERAL_ID, GUILD_ID
from bot.playground.threads import Threads
from bot.playground.uploads import decode_object
from bot.playground.world import World


class ThreadRoutes:
    """What the bot's token does with threads."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads

    def routes(self) -> list[web.RouteDef]:
        """Return the routes, below the API's base address."""
        return [web.patch(r"/channels/{channel_id:\d+}", self.change)]

    async def change(self, request: web.Request) -> web.Response:
        """Archive, lock or open a thread."""
        changes = decode_object(await request.read())
        return respond(self._threads.change_by_bot(request.match_info["channel_id"], changes))


class ThreadAdminRoutes:
    """What people do with threads, where a test does it for them."""

    def __init__(self, world: World, threads: Threads) -> None:
        self._world = world
        self._threads = threads

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.post("/playground/admin/threads", self.create),
            web.patch(r"/playground/admin/threads/{thread_id:\d+}", self.change),
        ]

    async def create(self, request: web.Request) -> web.Response:
        """Begin a thread ``name`` in ``parent_id``, or a post in a new forum (``forum``)."""
        payload = decode_object(await request.read())
        owner_id = self._world.personas()["member"]["user"]["id"]
        parent_id = str(payload.get("parent_id") or GENERAL_ID)
        if payload.get("forum"):
            parent_id = self._threads.create_forum(str(payload["forum"]), GUILD_ID)["id"]
        return respond(self._threads.create(str(payload["name"]), parent_id, owner_id), 201)

    async def change(self, request: web.Request) -> web.Response:
        """Archive, lock or open a thread, as a moderator may."""
        changes = decode_object(await request.read())
        return respond(self._threads.change(request.match_info["thread_id"], changes))
