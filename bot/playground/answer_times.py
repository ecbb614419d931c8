"""How long the bot took to answer, for benchmarks that ask from outside."""

from collections import deque
from typing import Final

from bot.playground.words import Json

_KEPT: Final = 20_000


class AnswerTimes:
    """Remembers the newest interactions that were answered, or were not in time."""

    def __init__(self) -> None:
        self._times: deque[Json] = deque(maxlen=_KEPT)

    def note(self, name: str | None, seconds: float | None) -> None:
        """Remember one interaction.

        Args:
            name: The command's; None for anything but commands.
            seconds: From telling the bot to its answer; None when three seconds passed without.
        """
        self._times.append({"name": name, "seconds": seconds})

    def all(self) -> list[Json]:
        """Return them, oldest first."""
        return list(self._times)

    def clear(self) -> None:
        """Forget them."""
        self._times.clear()
