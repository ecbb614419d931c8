"""How many messages the bot's token edits in one channel, with ends before progress."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.clock import Clock

EDITS: Final = 5  # Discord takes so many in a channel ...
WINDOW_SECONDS: Final = 5.0  # ... in so many seconds
KEPT_FOR_ENDS: Final = 2  # turns that progress never takes
KNOWN_CHANNELS: Final = 1000  # more are remembered only while they are busy


@dataclass
class _Turns:
    taken_at: deque[float] = field(default_factory=deque)
    line: asyncio.Lock = field(default_factory=asyncio.Lock)  # served in the order of arrival


class ChannelBudget:
    """Hands out turns to edit: ends wait in line for theirs, progress takes what is to spare.

    Every interval of five seconds holds at most five turns of a channel, so that Discord has no
    reason to refuse one; should it still, discord.py waits as it is told to.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._channels: dict[int, _Turns] = {}

    def has_room(self, channel_id: int) -> bool:
        """Return whether an end would get its turn at once."""
        turns = self._turns(channel_id)
        return not turns.line.locked() and len(turns.taken_at) < EDITS

    async def take(self, channel_id: int) -> None:
        """Wait in line for a turn."""
        turns = self._turns(channel_id)
        async with turns.line:
            while len(turns.taken_at) >= EDITS:
                await self._clock.sleep(
                    turns.taken_at[0] + WINDOW_SECONDS - self._clock.monotonic()
                )
                self._forget_old(turns)
            turns.taken_at.append(self._clock.monotonic())

    def take_spare(self, channel_id: int) -> bool:
        """Take a turn for progress if no end can miss it; never waits."""
        turns = self._turns(channel_id)
        if turns.line.locked() or len(turns.taken_at) >= EDITS - KEPT_FOR_ENDS:
            return False
        turns.taken_at.append(self._clock.monotonic())
        return True

    def _turns(self, channel_id: int) -> _Turns:
        if channel_id not in self._channels and len(self._channels) >= KNOWN_CHANNELS:
            self._forget_idle()
        turns = self._channels.setdefault(channel_id, _Turns())
        self._forget_old(turns)
        return turns

    def _forget_old(self, turns: _Turns) -> None:
        since = self._clock.monotonic() - WINDOW_SECONDS
        while turns.taken_at and turns.taken_at[0] <= since:
            turns.taken_at.popleft()

    def _forget_idle(self) -> None:
        for channel_id, turns in list(self._channels.items()):
            self._forget_old(turns)
            if not turns.taken_at and not turns.line.locked():
                del self._channels[channel_id]
