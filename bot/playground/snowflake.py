"""Discord's ids: a time in the upper bits, unique and ever growing."""

from bot.playground.clock import Clock

DISCORD_EPOCH_MS = 1_420_070_400_000
_TIME_SHIFT = 22


class Snowflakes:
    """Hands out ids that grow with the clock, also within one millisecond."""

    def __init__(self, clock: Clock, last: int) -> None:
        self._clock = clock
        self._last = last

    def take(self) -> str:
        """Return the next id, in the decimal text that Discord uses."""
        milliseconds = int(self._clock.now() * 1000) - DISCORD_EPOCH_MS
        self._last = max(self._last + 1, milliseconds << _TIME_SHIFT)
        return str(self._last)
