"""The bot's token, as far as the playground cares about it."""

import hmac
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class BotToken:
    """Which tokens are let in: the configured one, or any that is not empty.

    Attributes:
        expected: The only right token, or None to accept every one.
    """

    expected: str | None = field(default=None, repr=False)

    def accepts(self, token: Any) -> bool:
        """Return whether a bot with this token is let in."""
        if not isinstance(token, str) or not token:
            return False
        return self.expected is None or hmac.compare_digest(token, self.expected)

    def accepts_header(self, authorization: str | None) -> bool:
        """Return whether an ``Authorization`` header carries such a token."""
        scheme, _, token = (authorization or "").partition(" ")
        return scheme == "Bot" and self.accepts(token)
