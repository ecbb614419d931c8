"""Notices what keeps the event loop from everything else."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Final

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.clock import Clock

log = structlog.stdlib.get_logger(__name__)

LOOK_SECONDS: Final = 0.01
ALLOWED_SECONDS: Final = 0.05  # a command acknowledged within 0.3 s passes several such turns
WINDOW_SECONDS: Final = 15.0


class LoopWatch:
    """Sleeps a hundredth of a second again and again, and looks how late it wakes.

    A turn of the loop is late by the clock, and busy by the processor time of the loop's thread.
    Late but not busy is a machine with other work, or a slow disk.

    Args:
        clock: The time.
        thread_seconds: Returns the processor time of the calling thread.
    """

    def __init__(
        self, clock: Clock, *, thread_seconds: Callable[[], float] = time.thread_time
    ) -> None:
        self._clock = clock
        self._thread_seconds = thread_seconds
        self._late = _Worst(clock)
        self._busy = _Worst(clock)

    async def run(self) -> None:
        """Watch until cancelled."""
        while True:
            begun, thread_begun = self._clock.monotonic(), self._thread_seconds()
            await self._clock.sleep(LOOK_SECONDS)
            late = self._clock.monotonic() - begun - LOOK_SECONDS
            self._note(late, min(late, self._thread_seconds() - thread_begun))

    def late_seconds(self) -> float:
        """Return the longest delay of the last 15 seconds."""
        return self._late.seconds()

    def busy_seconds(self) -> float:
        """Return the most processor time that went into one of these delays."""
        return self._busy.seconds()

    def _note(self, late: float, busy: float) -> None:
        self._late.note(late)
        self._busy.note(busy)
        if late > ALLOWED_SECONDS:
            log.info("loop_late", late_ms=round(late * 1000), busy_ms=round(busy * 1000))


class _Worst:
    """The greatest of the figures of the last seconds."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._falling: deque[tuple[float, float]] = deque()  # what a later one passed is left out

    def note(self, figure: float) -> None:
        while self._falling and self._falling[-1][1] <= figure:
            self._falling.pop()
        self._falling.append((self._clock.monotonic(), figure))
        self._forget()

    def seconds(self) -> float:
        self._forget()
        return max(0.0, self._falling[0][1]) if self._falling else 0.0

    def _forget(self) -> None:
        oldest = self._clock.monotonic() - WINDOW_SECONDS
        while self._falling and self._falling[0][0] < oldest:
            self._falling.popleft()
