"""The sessions of the bot, and what is dispatched to them."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bot.playground.clock import Clock
from bot.playground.gateway_session import GatewaySession
from bot.playground.words import Intent, Json

DETACHED_SECONDS: Final = 5.0
RESUME_SECONDS: Final = 120.0


@dataclass
class Gateway:
    """Every session that is connected or may still resume.

    Attributes:
        clock: The playground's time.
        on_change: Called when the bot appears or disappears.
    """

    clock: Clock
    on_change: Callable[[], None] = lambda: None
    sessions: dict[str, GatewaySession] = field(default_factory=dict)

    def open_session(self, intents: int, shard: tuple[int, int]) -> GatewaySession:
        """Begin a session; the connection that identified attaches to it."""
        self._forget_abandoned()
        session = GatewaySession(secrets.token_hex(16), intents, shard)
        self.sessions[session.id] = session
        return session

    def lose(self, session: GatewaySession) -> None:
        """Note that a session has lost its connection, and tell when it stays away."""
        self.on_change()
        if not session.is_attached:
            self.clock.call_later(DETACHED_SECONDS + 0.01, self.on_change)

    def forget(self, session: GatewaySession) -> None:
        """End a session for good."""
        self.sessions.pop(session.id, None)
        self.on_change()

    def dispatch(
        self,
        event: str,
        data: Json,
        intent: Intent | None = None,
        *,
        without_content: Callable[[Json], Json] | None = None,
    ) -> None:
        """Send an event to the sessions that asked for it, shard 0 standing for direct messages.

        Args:
            event: Discord's name of the event.
            data: Its payload.
            intent: The intent that a session needs, or None.
            without_content: Makes the payload for sessions without the message content intent.
        """
        for session in tuple(self.sessions.values()):
            if intent is not None and not session.intents & intent:
                continue
            if not session.serves(data.get("guild_id")):
                continue
            is_blind = without_content and not session.intents & Intent.MESSAGE_CONTENT
            session.dispatch(event, without_content(data) if is_blind and without_content else data)

    @property
    def is_online(self) -> bool:
        """Whether a bot is connected, or was a moment ago and may resume."""
        latest = self.clock.now() - DETACHED_SECONDS
        return any(
            session.is_attached or session.detached_at > latest
            for session in self.sessions.values()
        )

    def _forget_abandoned(self) -> None:
        latest = self.clock.now() - RESUME_SECONDS
        for session in tuple(self.sessions.values()):
            if not session.is_attached and session.detached_at < latest:
                del self.sessions[session.id]
