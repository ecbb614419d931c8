"""The playground's parts put together."""

from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.playground.address import Address
from bot.playground.admin_routes import AdminRoutes
from bot.playground.bot_token import BotToken
from bot.playground.broadcast import Broadcast
from bot.playground.callbacks import Callbacks
from bot.playground.cdn_routes import CdnRoutes
from bot.playground.clock import Clock
from bot.playground.command_routes import CommandRoutes
from bot.playground.followups import Followups
from bot.playground.gate import limit_rates, record_requests, require_token, word_errors
from bot.playground.gateway import Gateway
from bot.playground.gateway_socket import GatewayRoutes
from bot.playground.guests import Guests
from bot.playground.guild_routes import GuildAdminRoutes
from bot.playground.interaction_event import InteractionEvents
from bot.playground.interaction_routes import InteractionRoutes
from bot.playground.interactions import Interactions
from bot.playground.limits import MAX_FILES, PERSON_FILE_BYTES
from bot.playground.live import Live
from bot.playground.message_routes import MessageRoutes
from bot.playground.messages import Messages
from bot.playground.origin import require_same_origin
from bot.playground.page_api import PageRoutes
from bot.playground.page_interactions import PageInteractions
from bot.playground.ratelimit import RateLimits
from bot.playground.recorder import Recorder
from bot.playground.snapshot import Snapshot
from bot.playground.thread_routes import ThreadAdminRoutes, ThreadRoutes
from bot.playground.threads import Threads
from bot.playground.world import World
from bot.playground.world_routes import WorldRoutes

MAX_FILES_KEPT = 1000
API = "/api/v10"


@dataclass(frozen=True)
class Settings:
    """What the playground can be told at its start.

    Attributes:
        world: The SQLite file of the world.
        token: The only token that is let in, or None for any.
        max_files: How many of the newest files are kept.
        hosts: Names by which it may be reached, besides those of this machine.
    """

    world: Path
    token: str | None = None
    max_files: int = MAX_FILES_KEPT
    hosts: tuple[str, ...] = ()


class Playground:
    """A small Discord: its world, and the application that serves it.

    Attributes:
        world: Everything that exists.
        address: Where it is reached; set ``base_url`` before anybody connects.
        app: The aiohttp application.
    """

    def __init__(self, settings: Settings) -> None:
        self.world = World(settings.world, Clock(), max_files=settings.max_files)
        self.address = Address()
        self._token = BotToken(settings.token)
        self._hosts = settings.hosts
        self._live = Live()
        self._gateway = Gateway(self.world.clock)
        self._snapshot = Snapshot(self.world)
        self._limits = RateLimits(self.world.clock)
        self._recorder = Recorder()
        self._guests = Guests(self.world)
        self._events = InteractionEvents(self.world, self._snapshot, self.address, self._guests)
        broadcast = Broadcast(self.world, self.address, self._gateway, self._live)
        self._threads = Threads(self.world, self._gateway, self._live)
        self._messages = Messages(self.world, broadcast, self._threads)
        self._interactions = Interactions(self.world, self._gateway, self._live, self._events)
        self.app = self._build()

    def _build(self) -> web.Application:
        app = web.Application(
            middlewares=[word_errors, require_same_origin(self._hosts)],
            client_max_size=MAX_FILES * PERSON_FILE_BYTES,
        )
        app.add_subapp(API, self._build_api())
        page = PageRoutes(self.world, self.address, self._gateway, self._live, self._messages)
        self._gateway.on_change = page.bot_changed
        admin = AdminRoutes(
            self.world,
            self._gateway,
            self._limits,
            self._recorder,
            self._interactions.answer_times,
        )
        app.add_routes(page.routes())
        app.add_routes(PageInteractions(self.world, self._interactions, self._guests).routes())
        app.add_routes(admin.routes())
        app.add_routes(GuildAdminRoutes(self.world, self._live).routes())
        app.add_routes(ThreadAdminRoutes(self.world, self._threads).routes())
        app.add_routes(CdnRoutes(self.world).routes())
        gateway = GatewayRoutes(self._gateway, self._snapshot, self.address, self._token)
        app.add_routes(gateway.routes())
        app.on_shutdown.append(self._end_streams)
        app.on_cleanup.append(self._close)
        return app

    def _build_api(self) -> web.Application:
        api = web.Application(
            middlewares=[
                record_requests(self._recorder),
                word_errors,
                require_token(self._token),
                limit_rates(self._limits),
            ],
            client_max_size=MAX_FILES * PERSON_FILE_BYTES,
        )
        callbacks = Callbacks(self.world, self._interactions, self._messages, self._events)
        followups = Followups(self.world, self._messages, self._events)
        for routes in (
            WorldRoutes(self.world, self._snapshot, self.address, self._gateway, self._live),
            MessageRoutes(self._messages, self.address),
            CommandRoutes(self.world, self._live),
            ThreadRoutes(self._threads),
            InteractionRoutes(self._interactions, callbacks, followups, self.address),
        ):
            api.add_routes(routes.routes())
        return api

    async def _end_streams(self, _app: web.Application) -> None:
        """Close every WebSocket, so that nothing keeps the process alive."""
        for session in tuple(self._gateway.sessions.values()):
            session.drop()
        self._live.close()

    async def _close(self, _app: web.Application) -> None:
        self.world.clock.close()
        self.world.close()
