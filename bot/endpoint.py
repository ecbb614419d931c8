"""Which Discord the bot talks to: the real one, or another that speaks its language."""

from __future__ import annotations

from typing import Final

import yarl
from discord.asset import Asset
from discord.gateway import DiscordWebSocket
from discord.http import Route

API_VERSION: Final = "v10"


def use(base_url: str) -> None:
    """Point discord.py at the server under ``base_url`` instead of discord.com.

    The three places are class attributes of discord.py, so the change holds for the whole
    process; call it once, before the client is made.

    Args:
        base_url: Such as ``http://127.0.0.1:8100``; REST lies under ``/api/v10``, the gateway
            under ``/gateway`` until ``GET /gateway/bot`` says otherwise, pictures under ``/cdn``.
    """
    root = yarl.URL(base_url.rstrip("/"))
    scheme = "wss" if root.scheme == "https" else "ws"
    Route.BASE = f"{root}/api/{API_VERSION}"
    DiscordWebSocket.DEFAULT_GATEWAY = (root / "gateway").with_scheme(scheme)
    Asset.BASE = f"{root}/cdn"


def is_discord() -> bool:
    """Return whether the real Discord is in use, and no playground in its place."""
    return yarl.URL(Route.BASE).host == "discord.com"


def file_origins() -> tuple[str, ...]:
    """Return where the files of the Discord in use lie, as ``scheme://host:port``.

    Nothing widens this: whoever could name another host could make the bot ask it.
    """
    base = yarl.URL(Asset.BASE)
    if base.host == "cdn.discordapp.com":
        return (str(base.origin()), "https://media.discordapp.net")
    return (str(base.origin()),)
