"""Where this playground is reached, which may differ at every start."""

import msgspec

from bot.playground.attachments import CDN
from bot.playground.words import Json


class Address:
    """The base address, and the two ways between stored and public URLs.

    Attributes:
        base_url: As ``http://127.0.0.1:8100``; set when the server listens.
    """

    def __init__(self, base_url: str = "http://127.0.0.1") -> None:
        self.base_url = base_url

    @property
    def gateway_url(self) -> str:
        """Return the WebSocket address of the gateway."""
        return f"ws{self.base_url.removeprefix('http')}/gateway"

    def public(self, message: Json) -> Json:
        """Return a stored message with URLs that can be fetched now."""
        return self._replaced(message, CDN, self._cdn)

    def stored(self, message: Json) -> Json:
        """Return a message in the form that outlives this address."""
        return self._replaced(message, self._cdn, CDN)

    @property
    def _cdn(self) -> str:
        return f"{self.base_url}/cdn"

    def _replaced(self, message: Json, old: str, new: str) -> Json:
        text = msgspec.json.encode(message).replace(old.encode(), new.encode())
        replaced: Json = msgspec.json.decode(text)
        return replaced
