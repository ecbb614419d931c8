"""The playground's time, which a test can move forward."""

import asyncio
import datetime as dt
import time
from collections.abc import Callable


class Timer:
    """One call that is due at an instant of the clock."""

    def __init__(self, clock: "Clock", due: float, callback: Callable[[], None]) -> None:
        self._clock = clock
        self._due = due
        self._callback = callback
        self._handle: asyncio.TimerHandle | None = None

    def arm(self) -> None:
        """Wait for the rest of the time, as the clock stands now."""
        self._disarm()
        rest = max(0.0, self._due - self._clock.now())
        self._handle = asyncio.get_running_loop().call_later(rest, self._fire)

    def cancel(self) -> None:
        """Give the call up."""
        self._disarm()
        self._clock.forget(self)

    def _disarm(self) -> None:
        if self._handle is not None:
            self._handle.cancel()

    def _fire(self) -> None:
        self._clock.forget(self)
        self._callback()


class Clock:
    """Wall time plus an offset that only ever grows."""

    def __init__(self) -> None:
        self._offset = 0.0
        self._timers: set[Timer] = set()

    def now(self) -> float:
        """Return the present instant in Unix seconds."""
        return time.time() + self._offset

    def timestamp(self) -> str:
        """Return the present instant as Discord writes it, in UTC."""
        return dt.datetime.fromtimestamp(self.now(), dt.UTC).isoformat()

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Timer:
        """Call ``callback`` once when ``seconds`` of the clock have passed."""
        timer = Timer(self, self.now() + seconds, callback)
        self._timers.add(timer)
        timer.arm()
        return timer

    def advance(self, seconds: float) -> None:
        """Move time forward; calls that become due are made in the loop's next turn."""
        self._offset += seconds
        for timer in tuple(self._timers):
            timer.arm()

    def forget(self, timer: Timer) -> None:
        """Drop a timer that fired or was given up."""
        self._timers.discard(timer)

    def close(self) -> None:
        """Give up everything that is still due."""
        for timer in tuple(self._timers):
            timer.cancel()
