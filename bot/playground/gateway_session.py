"""One gateway session: what was sent, so that it can be sent again after a drop."""

import asyncio
from collections import deque
from typing import Final

import msgspec

from bot.playground.words import Json, Opcode

REPLAY_EVENTS: Final = 2000
_GUILD_SHIFT: Final = 22


class GatewaySession:
    """A numbered stream of events to one connection of the bot at a time.

    Attributes:
        id: What RESUME names.
        intents: What the bot asked for.
        shard: Its shard number and the count of shards.
        detached_at: When its connection was lost, in Unix seconds.
    """

    def __init__(self, session_id: str, intents: int, shard: tuple[int, int]) -> None:
        self.id = session_id
        self.intents = intents
        self.shard = shard
        self.detached_at = 0.0
        self._sequence = 0
        self._sent: deque[tuple[int, bytes]] = deque(maxlen=REPLAY_EVENTS)
        self._outbox: asyncio.Queue[bytes | None] | None = None

    @property
    def is_attached(self) -> bool:
        """Whether a connection is serving this session."""
        return self._outbox is not None

    def serves(self, guild_id: str | None) -> bool:
        """Return whether this shard is the one for a guild (None: direct messages, shard 0)."""
        number, count = self.shard
        return (int(guild_id or 0) >> _GUILD_SHIFT) % count == number

    def attach(self, outbox: asyncio.Queue[bytes | None]) -> None:
        """Serve this connection from now on; an older one is ended."""
        if self._outbox is not None:
            self._outbox.put_nowait(None)
        self._outbox = outbox

    def detach(self, outbox: asyncio.Queue[bytes | None], now: float) -> None:
        """Note that a connection is gone; events are kept for RESUME."""
        if self._outbox is outbox:
            self._outbox = None
            self.detached_at = now

    def dispatch(self, event: str, data: Json) -> None:
        """Send an event, or keep it until the bot resumes."""
        self._sequence += 1
        frame = {"op": int(Opcode.DISPATCH), "t": event, "s": self._sequence, "d": data}
        text = msgspec.json.encode(frame)
        self._sent.append((self._sequence, text))
        if self._outbox is not None:
            self._outbox.put_nowait(text)

    def can_resume(self, sequence: int) -> bool:
        """Return whether everything after ``sequence`` is still kept."""
        oldest = self._sent[0][0] if self._sent else 1
        return oldest - 1 <= sequence <= self._sequence

    def replay(self, sequence: int) -> None:
        """Send everything after ``sequence`` again, in order, then RESUMED."""
        if self._outbox is None:
            return
        for number, text in self._sent:
            if number > sequence:
                self._outbox.put_nowait(text)
        self.dispatch("RESUMED", {"_trace": []})

    def send(self, opcode: Opcode, data: object = None) -> None:
        """Send a frame that is not an event."""
        if self._outbox is not None:
            self._outbox.put_nowait(msgspec.json.encode({"op": int(opcode), "d": data}))

    def drop(self) -> None:
        """Cut the connection, as a broken network would."""
        if self._outbox is not None:
            self._outbox.put_nowait(None)
