"""The engine process: where it listens, what ends it and with which exit code."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import stat
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

import structlog

from engine.border.parent import end_with_parent
from engine.border.server import EngineServer
from engine.border.start_failure import EXIT_UNAVAILABLE
from engine.border.ticker import Ticker
from engine.border.wire import READ_AHEAD_BYTES
from engine.errors import EngineError
from engine.postprocess.signature import make_key, read_signer
from engine.protocol import Ready

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from engine.border.ticker import ServableEngine
    from engine.config import EngineSettings
    from engine.protocol import Event

STOP_SECONDS: Final = 10.0  # for the tick that runs when the process is asked to end
PROCESS_NAME: Final = "atelier-engine"  # as ps and top show it; the kernel keeps 15 characters
SOCKET_UMASK: Final = 0o177  # the socket is its owner's alone

_log = structlog.get_logger(__name__)


class SocketUnavailableError(EngineError):
    """The socket is taken or cannot be made.

    Attributes:
        remedy: What to do about it, as one sentence.
    """

    code: ClassVar[str] = "socket_unavailable"
    exit_code: ClassVar[int] = EXIT_UNAVAILABLE

    def __init__(self, message: str, *, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


class EngineProcess:
    """One run of the process, from the socket to the last good-bye.

    Args:
        settings: What to load and how.
        fd: An inherited, connected socket to the parent; the process ends with that stream.
        path: Where to listen when started alone; bots may come and go.
    """

    def __init__(self, settings: EngineSettings, *, fd: int | None, path: Path | None) -> None:
        self._settings = settings
        self._fd = fd
        self._path = path
        self._stop = asyncio.Event()
        self._error: BaseException | None = None
        self._loop = asyncio.get_running_loop()
        self._ticker = Ticker(self._open_engine, self._emit, self._on_end)
        make_key(settings.engine.signing_key)
        signer = read_signer(settings.engine.signing_key)
        self._server = EngineServer(self._ticker, self._stop.set, signer)

    async def run(self) -> BaseException | None:
        """Serve until asked to end; return what ended the engine, or None for an orderly end.

        Raises:
            SocketUnavailableError: There is no place to listen; nothing was loaded.
        """
        bound = bind(self._path) if self._fd is None and self._path else None
        self._follow_signals()
        _take_name()
        async with asyncio.TaskGroup() as group, self._listening(group, bound):
            heart = group.create_task(self._server.run_heart())
            self._ticker.start()
            await self._stop.wait()
            heart.cancel()
            self._server.close()
        await self._end_ticker()
        return self._error

    @contextlib.asynccontextmanager
    async def _listening(
        self, group: asyncio.TaskGroup, bound: socket.socket | None
    ) -> AsyncIterator[None]:
        if bound is None:
            end_with_parent(signal.SIGKILL)
            group.create_task(self._serve_parent())
            yield
            return
        server = await asyncio.start_unix_server(
            lambda *streams: group.create_task(self._server.serve(*streams)),
            sock=bound,
            limit=READ_AHEAD_BYTES,
        )
        path = bound.getsockname()
        _log.info("listening", socket=path)
        try:
            yield
        finally:
            server.close()
            _remove(path)

    async def _serve_parent(self) -> None:
        reader, writer = await asyncio.open_unix_connection(
            sock=socket.socket(fileno=self._fd), limit=READ_AHEAD_BYTES
        )
        await self._server.serve(reader, writer)
        self._stop.set()

    def _follow_signals(self) -> None:
        if self._fd is None:
            self._follow_terminate()
        # Ctrl-C reaches parent and child alike; a child waits for its parent's word.
        on_interrupt = self._stop.set if self._fd is None else lambda: None
        self._loop.add_signal_handler(signal.SIGINT, on_interrupt)

    def _follow_terminate(self) -> None:
        """End in good order on SIGTERM.

        A child does so once it is ready: before, it has nothing to lose, and the kernel ends it
        at once, also while a library that is being loaded lets no other thread run.
        """
        self._loop.add_signal_handler(signal.SIGTERM, self._stop.set)

    async def _end_ticker(self) -> None:
        self._ticker.stop()
        seconds = 0.0 if self._ticker.is_loading else STOP_SECONDS
        await asyncio.to_thread(self._ticker.join, seconds)

    def _open_engine(self, on_progress: Callable[[str, float], None]) -> ServableEngine:
        if self._settings.engine.runner == "stub":
            from engine.border.stub import StubEngine  # noqa: PLC0415 - only one of the two is loaded

            return StubEngine.from_settings(self._settings, on_progress)
        on_progress("loading libraries", 0.0)
        from engine.engine import Engine  # noqa: PLC0415 - loads torch

        return Engine.from_settings(self._settings, on_progress)

    def _emit(self, events: Sequence[Event]) -> None:
        if any(isinstance(event, Ready) for event in events):
            self._call_in_loop(self._follow_terminate)
        self._call_in_loop(self._server.emit, events)

    def _on_end(self, error: BaseException | None) -> None:
        self._error = error
        self._call_in_loop(self._stop.set)

    def _call_in_loop(self, function: Callable[..., object], *arguments: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended before the thread
            self._loop.call_soon_threadsafe(function, *arguments)


def bind(path: Path) -> socket.socket:
    """Make the socket, mode 0600, in place of one that nobody listens at any more.

    Raises:
        SocketUnavailableError: Somebody listens there, something else is there, or the folder
            does not let us.
    """
    _clear(path)
    bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    umask = os.umask(SOCKET_UMASK)
    try:
        bound.bind(str(path))
    except OSError as error:
        bound.close()
        message = f"cannot make the socket {path}: {error.strerror or error}"
        raise SocketUnavailableError(
            message,
            remedy="Choose a short path in a folder that exists and that you may write to.",
        ) from error
    finally:
        os.umask(umask)
    return bound


def _take_name() -> None:
    with contextlib.suppress(OSError):  # no Linux
        Path("/proc/self/comm").write_text(PROCESS_NAME, encoding="ascii")


def _remove(path: str) -> None:
    Path(path).unlink(missing_ok=True)


def _clear(path: Path) -> None:
    try:
        is_socket = stat.S_ISSOCK(path.stat().st_mode)
    except OSError:
        return
    if not is_socket:
        message = f"{path} is there and no socket"
        raise SocketUnavailableError(message, remedy="Remove it or choose another path.")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            path.unlink(missing_ok=True)
        else:
            message = f"another engine listens at {path}"
            raise SocketUnavailableError(message, remedy="End it or choose another path.")
