"""The engine's side of the border: several bots, each with its own requests."""

from __future__ import annotations

import asyncio
import concurrent.futures
import os
from typing import TYPE_CHECKING, Final

import msgspec
import structlog

from engine.border.connection import Connection
from engine.border.wire import ProtocolError
from engine.errors import (
    EngineError,
    InternalError,
)
from engine.protocol import (
    PROTOCOL_VERSION,
    Accepted,
    Cancel,
    Cancelled,
    Command,
    Failed,
    Finished,
    Frame,
    Heartbeat,
    Hello,
    Inspect,
    Inspected,
    Ready,
    Rejected,
    Shutdown,
    Stepped,
    Submit,
)
from engine.provenance.identify import identify
from engine.provenance.liken import liken
from engine.uploads.numbered_squares import number_squares
from engine.uploads.transparency import transparent_part
from engine.uploads.views import view_upload

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.border.ticker import ServableEngine, Ticker
    from engine.postprocess.signature import Signer
    from engine.protocol import Event
    from engine.uploads.views import Viewed
    from engine.verdict import Verdict

HEARTBEAT_SECONDS: Final = 1.0
TERMINAL: Final = (Finished, Rejected, Failed, Cancelled)

_log = structlog.get_logger(__name__)


class Peer:
    """One connected bot.

    Its requests carry its number inside the engine, so that two bots (or a bot and its own
    past life) may use the same id.
    """

    def __init__(self, number: int, connection: Connection[Command]) -> None:
        self.connection = connection
        self.open_ids: set[str] = set()
        self._prefix = f"{number}/"

    def inside(self, request_id: str) -> str:
        """Return the engine's own name for a request of this bot."""
        return self._prefix + request_id

    def deliver(self, event: Accepted | Stepped | Finished | Rejected | Failed | Cancelled) -> None:
        """Send an event of one of this bot's requests."""
        request_id = event.request_id.removeprefix(self._prefix)
        if isinstance(event, TERMINAL):
            self.open_ids.discard(request_id)
            _log_end(event, request_id)
        try:
            self.connection.send(msgspec.structs.replace(event, request_id=request_id))
        except ProtocolError as error:
            _log.error("event_unsendable", request_id=request_id, reason=str(error))
            internal = InternalError(kind="oversized event")
            self.connection.send(
                Failed(request_id=request_id, code=internal.code, facts=internal.facts)
            )


class EngineServer:
    """Speaks with the bots for as long as the process lives.

    Args:
        ticker: The thread with the engine.
        on_shutdown: Called when a bot asks the process to end.
        signer: Checks the signatures of uploads; None where there is no key.
    """

    def __init__(
        self, ticker: Ticker, on_shutdown: Callable[[], None], signer: Signer | None = None
    ) -> None:
        self._ticker = ticker
        self._on_shutdown = on_shutdown
        self._peers: dict[str, Peer] = {}
        self._num_peers = 0
        self._ready: Ready | None = None
        self._services: set[asyncio.Task[None]] = set()
        self._is_closed = False
        self._inspector = concurrent.futures.ThreadPoolExecutor(1, "inspector")
        self._searcher = concurrent.futures.ThreadPoolExecutor(1, "searcher")
        self._signer = signer

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one bot until it is gone; its unfinished requests are cancelled then."""
        if self._is_closed:
            writer.transport.abort()
            return
        peer = self._greet(Connection(reader, writer, Command))
        if service := asyncio.current_task():
            self._services.add(service)
            service.add_done_callback(self._services.discard)
        async with asyncio.TaskGroup() as group:
            sender = group.create_task(peer.connection.run_sender())
            try:
                await self._listen(peer, group)
            except ProtocolError as error:
                _log.warning("protocol_broken", reason=str(error))
            finally:
                sender.cancel()
                self._part(peer)

    async def run_heart(self) -> None:
        """Ask the engine's thread for a sign of life every second."""
        while True:
            self._ticker.beat()
            await asyncio.sleep(HEARTBEAT_SECONDS)

    def emit(self, events: Sequence[Event]) -> None:
        """Hand the engine's events to the bots that they concern."""
        for event in events:
            if isinstance(event, (Accepted, Stepped, *TERMINAL)):
                number, _, _ = event.request_id.partition("/")
                if peer := self._peers.get(number):
                    peer.deliver(event)
            elif isinstance(event, (Ready, Heartbeat)):
                self._ready = event if isinstance(event, Ready) else self._ready
                for peer in self._peers.values():
                    peer.connection.send(event)

    def close(self) -> None:
        """Part from everybody; they see the end of the stream."""
        self._is_closed = True
        for service in list(self._services):
            service.cancel()
        self._inspector.shutdown(wait=False, cancel_futures=True)
        self._searcher.shutdown(wait=False, cancel_futures=True)

    def _greet(self, connection: Connection[Command]) -> Peer:
        self._num_peers += 1
        peer = Peer(self._num_peers, connection)
        self._peers[str(self._num_peers)] = peer
        connection.send(Hello(protocol_version=PROTOCOL_VERSION, pid=os.getpid()))
        connection.send(Heartbeat(phase=self._ticker.phase, fraction=self._ticker.fraction))
        if self._ready:
            connection.send(self._ready)
        return peer

    def _part(self, peer: Peer) -> None:
        peer.connection.abort()
        self._peers = {number: other for number, other in self._peers.items() if other is not peer}
        for request_id in peer.open_ids:
            self._ticker.cancel(peer.inside(request_id))

    async def _listen(self, peer: Peer, group: asyncio.TaskGroup) -> None:
        while (command := await peer.connection.receive()) is not None:
            match command:
                case Submit():
                    peer.open_ids.add(command.request_id)
                    self._ticker.submit(peer.inside(command.request_id), command)
                case Cancel():
                    self._ticker.cancel(peer.inside(command.request_id))
                case Inspect():
                    group.create_task(self._inspect(peer, command))
                case Shutdown():
                    self._on_shutdown()
            await peer.connection.wait_for_room()

    async def _inspect(self, peer: Peer, command: Inspect) -> None:
        try:
            answer = await self._look_at(command)
        except EngineError as error:
            answer = _refuse(command, error)
        except Exception as error:  # noqa: BLE001 - one bad file must not end the connection
            _log.exception("inspection_failed")
            answer = _refuse(command, InternalError(kind=type(error).__name__))
        peer.connection.send(answer)

    async def _look_at(self, command: Inspect) -> Inspected:
        loop = asyncio.get_running_loop()
        if command.drawn is not None:
            return await loop.run_in_executor(self._inspector, liken, command, command.drawn)
        if command.wants_identity:
            return await loop.run_in_executor(self._searcher, identify, command, self._signer)
        viewed = await loop.run_in_executor(self._inspector, view_upload, command.file.data)
        mask, numbered = await loop.run_in_executor(self._inspector, _drawn_from, command)
        verdict, upload = await self._judge(viewed), viewed.upload
        return Inspected(
            inspect_id=command.inspect_id,
            media_type=upload.media_type,
            width=upload.image.width,
            height=upload.image.height,
            verdict=verdict,
            text=upload.text,
            transparency=mask if verdict.is_clean else None,
            numbered=numbered if verdict.is_clean else None,
        )

    async def _judge(self, viewed: Viewed) -> Verdict:
        def judge(engine: ServableEngine) -> Verdict:
            return engine.screen(*viewed.views, digest=viewed.digest)

        return await asyncio.wrap_future(self._ticker.call(judge))


def _drawn_from(command: Inspect) -> tuple[Frame | None, Frame | None]:
    """Make what else is asked for of an upload: a mask, and numbered squares over it."""
    data = command.file.data
    mask = transparent_part(data) if command.wants_transparency else None
    numbered = number_squares(data, command.columns) if command.columns else None
    return Frame(mask) if mask else None, Frame(numbered) if numbered else None


def _refuse(command: Inspect, error: EngineError) -> Inspected:
    return Inspected(inspect_id=command.inspect_id, code=error.code, facts=error.facts)


def _log_end(event: Finished | Rejected | Failed | Cancelled, request_id: str) -> None:
    fields = {"error_code": event.code} if isinstance(event, (Rejected, Failed)) else {}
    _log.info(type(event).__name__.lower(), request_id=request_id, **fields)
