"""One WebSocket of the bot: hello, identify or resume, heartbeats, events."""

import asyncio
import zlib
from typing import Any, Final

import msgspec
from aiohttp import WSMsgType, web

from bot.playground.address import Address
from bot.playground.bot_token import BotToken
from bot.playground.gateway import Gateway
from bot.playground.gateway_session import GatewaySession
from bot.playground.snapshot import Snapshot
from bot.playground.words import Json, Opcode

HEARTBEAT_MS: Final = 41_250
_AUTHENTICATION_FAILED: Final = 4004
_NOT_AUTHENTICATED: Final = 4003
_DROPPED: Final = 4000
_ACK_SECONDS = 0.05
_GOODBYES: Final = (1000, 1001)


class GatewayRoutes:
    """The address ``/gateway``."""

    def __init__(
        self, gateway: Gateway, snapshot: Snapshot, address: Address, token: BotToken
    ) -> None:
        self._gateway = gateway
        self._snapshot = snapshot
        self._address = address
        self._token = token

    def routes(self) -> list[web.RouteDef]:
        """Return the route of the gateway."""
        return [web.get("/gateway", self.connect), web.get("/gateway/", self.connect)]

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection until either side ends it."""
        socket = web.WebSocketResponse(max_msg_size=0, compress=False)
        await socket.prepare(request)
        connection = _Connection(socket, zipped=request.query.get("compress") == "zlib-stream")
        async with asyncio.TaskGroup() as tasks:
            writer = tasks.create_task(connection.write())
            await self._serve(connection)
            connection.outbox.put_nowait(None)
            await writer
        return socket

    async def _serve(self, connection: "_Connection") -> None:
        connection.send(Opcode.HELLO, {"heartbeat_interval": HEARTBEAT_MS})
        try:
            async for message in connection.socket:
                if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                    await self._receive(connection, msgspec.json.decode(message.data))
        finally:
            if connection.session is not None:
                connection.session.detach(connection.outbox, self._gateway.clock.now())
                self._settle(connection, connection.session)

    def _settle(self, connection: "_Connection", session: GatewaySession) -> None:
        """Forget a session whose bot said goodbye (codes 1000 and 1001); others may resume."""
        said_goodbye = connection.socket.close_code in _GOODBYES and not connection.is_dropped
        if said_goodbye and not session.is_attached:
            self._gateway.forget(session)
        else:
            self._gateway.lose(session)

    async def _receive(self, connection: "_Connection", frame: Json) -> None:
        match frame.get("op"):
            case Opcode.HEARTBEAT:
                self._acknowledge(connection)
            case Opcode.IDENTIFY:
                await self._identify(connection, frame["d"])
            case Opcode.RESUME:
                await self._resume(connection, frame["d"])
            case _ if connection.session is None:
                await connection.socket.close(code=_NOT_AUTHENTICATED)
            case _:
                pass  # presence and member requests: nothing to answer in a world so small

    def _acknowledge(self, connection: "_Connection") -> None:
        """Answer a heartbeat as late as a real network would.

        discord.py notes the time of a heartbeat only after it was sent: an answer that comes
        sooner counts from the heartbeat before, and it warns of a connection 41 s behind.
        """
        loop = asyncio.get_running_loop()
        loop.call_later(_ACK_SECONDS, connection.send, Opcode.HEARTBEAT_ACK)

    async def _identify(self, connection: "_Connection", data: Json) -> None:
        if not self._token.accepts(data.get("token")):
            await connection.socket.close(code=_AUTHENTICATION_FAILED)
            return
        number, count = data.get("shard") or (0, 1)
        session = self._gateway.open_session(int(data.get("intents", 0)), (number, count))
        connection.join(session)
        session.dispatch("READY", self._snapshot.ready(session, self._address.gateway_url))
        for guild in self._snapshot.guilds(session):
            session.dispatch("GUILD_CREATE", guild)
        self._gateway.on_change()

    async def _resume(self, connection: "_Connection", data: Json) -> None:
        session = self._gateway.sessions.get(str(data.get("session_id")))
        sequence = int(data.get("seq") or 0)
        if not self._token.accepts(data.get("token")):
            await connection.socket.close(code=_AUTHENTICATION_FAILED)
        elif session is None or not session.can_resume(sequence):
            connection.send(Opcode.INVALID_SESSION, data=False)
        else:
            connection.join(session)
            session.replay(sequence)
            self._gateway.on_change()


class _Connection:
    """A socket with the queue of what is to be written to it."""

    def __init__(self, socket: web.WebSocketResponse, *, zipped: bool) -> None:
        self.socket = socket
        self.session: GatewaySession | None = None
        self.is_dropped = False
        self.outbox: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._deflate = zlib.compressobj() if zipped else None

    def join(self, session: GatewaySession) -> None:
        self.session = session
        session.attach(self.outbox)

    def send(self, opcode: Opcode, data: Any = None) -> None:
        self.outbox.put_nowait(msgspec.json.encode({"op": int(opcode), "d": data}))

    async def write(self) -> None:
        while (text := await self.outbox.get()) is not None:
            try:
                await self._write(text)
            except ConnectionError:
                return
        self.is_dropped = True
        await self.socket.close(code=_DROPPED)

    async def _write(self, text: bytes) -> None:
        if self._deflate is None:
            await self.socket.send_str(text.decode())
        else:
            zipped = self._deflate.compress(text) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
            await self.socket.send_bytes(zipped)
