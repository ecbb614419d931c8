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
        self._last = max(self._last + 1, lowest_at(self._clock.now()))
        return str(self._last)


def lowest_at(instant: float) -> int:
    """Return the lowest id of an instant, given in Unix seconds."""
    return (int(instant * 1000) - DISCORD_EPOCH_MS) << _TIME_SHIFT
