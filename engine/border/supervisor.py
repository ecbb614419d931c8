"""Keeps an engine alive: launches it, listens for signs of life, and launches it again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Literal, Protocol

import structlog

from engine.border.engine_state import EngineState
from engine.border.start_failure import EXIT_CONFIG, EXIT_UNAVAILABLE, StartFailure
from engine.border.wire import ProtocolError
from engine.protocol import PROTOCOL_VERSION, Event, Finished, Heartbeat, Hello, ModelInfo, Ready

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from engine.border.connection import Connection
    from engine.border.launcher import Launcher, Link

FIRST_DELAY_SECONDS: Final = 0.25
MAX_DELAY_SECONDS: Final = 10.0
SETTLED_SECONDS: Final = 10.0  # an engine ready for so long was fine: the delay starts small again
START_SECONDS: Final = 60.0  # to the first word: on a busy machine imports alone take several
WATCH_PARTS: Final = 10

_log = structlog.get_logger(__name__)


class Audience(Protocol):
    """Who is told what happens to the engine."""

    def on_state(self, state: EngineState) -> None:
        """The engine is in a new state."""

    def on_ready(self, connection: Connection[Event], model: ModelInfo) -> None:
        """A new life can draw; send what waits."""

    def on_event(self, event: Event) -> None:
        """A sign of life, or an event of a request."""

    def on_lost(self) -> None:
        """A life is over; what was sent to it and has not ended is lost."""


class Supervisor:
    """Runs one life of an engine after the other until closed or until nothing can help.

    Args:
        launcher: Opens the lives.
        audience: Is told about them.
        heartbeat_timeout_seconds: A life that is silent for so long is killed.
        call_timeout_seconds: So is one that says that it is inside one network call for so long.
        sleep: Passes time; a test may hold it.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        launcher: Launcher,
        audience: Audience,
        *,
        heartbeat_timeout_seconds: float,
        call_timeout_seconds: float,
        sleep: Callable[[float], Awaitable[None]],
        clock: Callable[[], float],
    ) -> None:
        self._launcher = launcher
        self._audience = audience
        self._timeout = heartbeat_timeout_seconds
        self._call_timeout = call_timeout_seconds
        self._sleep = sleep
        self._clock = clock
        self._link: Link | None = None
        self._is_closing = False
        self._has_heard = False
        self._is_greeted = False
        self._ready_at: float | None = None
        self._delay = FIRST_DELAY_SECONDS
        self.num_restarts = 0

    async def run(self) -> None:
        """Keep an engine alive; returns when closed or when a person has to act."""
        self._audience.on_state(EngineState("starting"))
        while True:
            ending = await self._live()
            if self._is_closing:
                break
            if ending.exit_code == EXIT_CONFIG:
                _log.error("engine_failed", error_code=ending.code, reason=ending.reason)
                self._audience.on_state(_state("failed", ending))
                return
            await self._pause(ending)
        self._audience.on_state(EngineState("closed"))

    async def close(self) -> None:
        """End the present life; ``run`` returns soon after."""
        self._is_closing = True
        if self._link:
            await self._link.close()

    @property
    def is_between_lives(self) -> bool:
        """Whether ``run`` is launching or waiting, so that only cancelling ends it at once."""
        return self._link is None

    async def _live(self) -> StartFailure:
        try:
            self._link = link = await self._launcher.launch()
        except OSError as error:
            return StartFailure(
                "engine_lost",
                f"no engine can be reached: {error.strerror or error}",
                "Start the engine, or let [engine] socket unset so that the bot starts it.",
                EXIT_UNAVAILABLE,
            )
        try:
            broken = await self._attend(link)
            return broken or await link.read_ending()
        finally:
            link.kill()
            link.connection.abort()
            self._link = None
            self._audience.on_lost()

    async def _attend(self, link: Link) -> StartFailure | None:
        async with asyncio.TaskGroup() as group:
            helpers = [
                group.create_task(link.connection.run_sender()),
                group.create_task(self._watch(link)),
            ]
            try:
                await self._listen(link)
            except ProtocolError as error:
                link.kill()
                await link.read_ending()
                remedy = "Run bot and engine of the same release."
                return StartFailure(error.code, str(error), remedy, EXIT_UNAVAILABLE)
            finally:
                for helper in helpers:
                    helper.cancel()
        return None

    async def _listen(self, link: Link) -> None:
        connection = link.connection
        self._is_greeted = False
        _check_greeting(await connection.receive())
        self._is_greeted = self._has_heard = True
        while (event := await connection.receive()) is not None:
            self._has_heard = True
            if isinstance(event, Ready):
                self._ready_at = self._clock()
                self._audience.on_ready(connection, event.model)
                self._audience.on_state(EngineState("ready", "ready", 1.0))
            elif isinstance(event, Finished):
                self._delay = FIRST_DELAY_SECONDS
            elif isinstance(event, Heartbeat):
                self._take_heartbeat(event, link)
            self._audience.on_event(event)

    def _take_heartbeat(self, heartbeat: Heartbeat, link: Link) -> None:
        if self._ready_at is None:
            self._audience.on_state(EngineState("loading", heartbeat.phase, heartbeat.fraction))
        if heartbeat.busy_seconds > self._call_timeout:
            _log.error("engine_hangs", busy_seconds=round(heartbeat.busy_seconds))
            link.kill()

    async def _watch(self, link: Link) -> None:
        """Count quiet intervals instead of reading a clock: a bot that slept accuses nobody."""
        num_quiet = 0
        while num_quiet < WATCH_PARTS:
            self._has_heard = False
            await self._sleep(self._patience() / WATCH_PARTS)
            num_quiet = 0 if self._has_heard else num_quiet + 1
        _log.error("engine_hangs", silent_seconds=self._patience())
        link.kill()

    def _patience(self) -> float:
        return self._timeout if self._is_greeted else max(self._timeout, START_SECONDS)

    async def _pause(self, ending: StartFailure) -> None:
        if self._ready_at is not None and self._clock() - self._ready_at >= SETTLED_SECONDS:
            self._delay = FIRST_DELAY_SECONDS
        self._ready_at = None
        self.num_restarts += 1
        _log.warning(
            "engine_lost", error_code=ending.code, reason=ending.reason, delay_seconds=self._delay
        )
        self._audience.on_state(_state("restarting", ending))
        await self._sleep(self._delay)
        self._delay = min(2 * self._delay, MAX_DELAY_SECONDS)


def _check_greeting(event: Event | None) -> None:
    if event is None:
        return
    if not isinstance(event, Hello):
        message = f"an engine says Hello first, not {type(event).__name__}"
        raise ProtocolError(message)
    if event.protocol_version != PROTOCOL_VERSION:
        message = (
            f"the engine speaks version {event.protocol_version} of the protocol, "
            f"this bot version {PROTOCOL_VERSION}"
        )
        raise ProtocolError(message)


def _state(name: Literal["restarting", "failed"], ending: StartFailure) -> EngineState:
    return EngineState(name, code=ending.code, reason=ending.reason, remedy=ending.remedy)
