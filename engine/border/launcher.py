"""How a client comes to an engine: as a child of its own, or at a socket."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
from collections import deque
from typing import TYPE_CHECKING, Final, Protocol

from engine.border.connection import Connection
from engine.border.start_failure import StartFailure, read_failure
from engine.border.wire import READ_AHEAD_BYTES
from engine.protocol import Event

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

EXIT_SECONDS: Final = 15.0  # for a child to end after its stream; longer than its own grace
TAIL_CHUNKS: Final = 16
CHUNK_BYTES: Final = 4096


class Link(Protocol):
    """One life of an engine, seen from the client."""

    @property
    def connection(self) -> Connection[Event]:
        """The stream of this life."""

    def kill(self) -> None:
        """End a life that hangs: the stream ends with it."""

    async def close(self) -> None:
        """Take leave in good order."""

    async def read_ending(self) -> StartFailure:
        """Wait until this life is over for good and tell why."""


class Launcher(Protocol):
    """Opens one life after the other."""

    async def launch(self) -> Link:
        """Start an engine or find one.

        Raises:
            OSError: There is none and none can be started now.
        """


class ChildLink:
    """An engine that this process started and that ends with it."""

    def __init__(
        self, process: asyncio.subprocess.Process, connection: Connection[Event], output: Output
    ) -> None:
        self.connection = connection
        self._process = process
        self._output = output

    @property
    def pid(self) -> int:
        """Process id of the child."""
        return self._process.pid

    def kill(self) -> None:
        """SIGKILL, which also ends a stopped child or one inside a kernel call."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def close(self) -> None:
        """Ask the child to end; kill it when it does not."""
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        await self._wait_for_exit()

    async def read_ending(self) -> StartFailure:
        """Wait for the child's exit and read its last words."""
        exit_code = await self._wait_for_exit()
        await self._output.wait_for_end()
        return read_failure(self._output.tail(), exit_code)

    async def _wait_for_exit(self) -> int:
        try:
            async with asyncio.timeout(EXIT_SECONDS):
                return await self._process.wait()
        except TimeoutError:
            self.kill()
            return await self._process.wait()


class Output:
    """What a child prints: handed on at once, the last of it kept."""

    def __init__(self, stream: asyncio.StreamReader, write: Callable[[str], object]) -> None:
        self._stream = stream
        self._write = write
        self._chunks: deque[str] = deque(maxlen=TAIL_CHUNKS)
        self._reading = asyncio.get_running_loop().create_task(self._read())

    def tail(self) -> str:
        """Return the last words."""
        return "".join(self._chunks)

    async def wait_for_end(self) -> None:
        """Wait until everything was read; a grandchild that keeps the pipe is not waited for."""
        await asyncio.wait([self._reading], timeout=1)
        self._reading.cancel()

    async def _read(self) -> None:
        while chunk := await self._stream.read(CHUNK_BYTES):
            text = chunk.decode("utf-8", "replace")
            self._chunks.append(text)
            self._write(text)


class ChildLauncher:
    """Starts engines as children, each with one end of a socket pair.

    Args:
        command: What to run; ``--fd N`` is added.
        write: Gets what the children print.
    """

    def __init__(
        self, command: Sequence[str], write: Callable[[str], object] = sys.stderr.write
    ) -> None:
        self._command = tuple(command)
        self._write = write

    async def launch(self) -> ChildLink:
        """Start a child; it tells by the stream how far its loading is."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                process = await self._start(theirs.fileno())
            reader, writer = await asyncio.open_unix_connection(sock=ours, limit=READ_AHEAD_BYTES)
        except BaseException:  # a cancelled launch included: the child ends with its stream
            ours.close()
            raise
        if process.stdout is None:
            raise OSError("the child has no output to read")
        output = Output(process.stdout, self._write)
        return ChildLink(process, Connection(reader, writer, Event), output)

    async def _start(self, fd: int) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *self._command,
            "--fd",
            str(fd),
            pass_fds=(fd,),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )


class SocketLink:
    """An engine that somebody else started; it outlives the client."""

    def __init__(self, path: Path, connection: Connection[Event]) -> None:
        self._path = path
        self.connection = connection

    def kill(self) -> None:
        """Hang up; the engine's own keeper has to end it."""
        self.connection.abort()

    async def close(self) -> None:
        """Hang up."""
        self.connection.abort()

    async def read_ending(self) -> StartFailure:
        """Tell that the stream has ended; nothing more is known from here."""
        self.connection.abort()
        return StartFailure("engine_lost", f"the engine at {self._path} hung up", exit_code=0)


class SocketLauncher:
    """Finds the engine that listens at a path."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def launch(self) -> SocketLink:
        """Connect to the engine, which may be loading still."""
        reader, writer = await asyncio.open_unix_connection(self._path, limit=READ_AHEAD_BYTES)
        return SocketLink(self._path, Connection(reader, writer, Event))
