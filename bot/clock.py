"""The clock that everything with a time in it is handed."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from typing import Protocol

from typing_extensions import override


class Clock(Protocol):
    """What the time is, and how to let it pass."""

    def now(self) -> dt.datetime:
        """Return the present instant, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never run backwards; only differences mean something."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return once so many seconds have passed."""
        ...


class SystemClock(Clock):
    """The machine's own time."""

    @override
    def now(self) -> dt.datetime:
        """Return the present instant, aware, in UTC."""
        return dt.datetime.now(dt.UTC)

    @override
    def monotonic(self) -> float:
        """Return seconds since some moment in the past."""
        return time.monotonic()

    @override
    async def sleep(self, seconds: float) -> None:
        """Return once so many seconds have passed."""
        await asyncio.sleep(seconds)
