"""What a call to Discord raises when it does not come through."""

from __future__ import annotations

from typing import Final

import aiohttp
import discord

CALL_FAILURES: Final = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError)


def reason_of(error: BaseException) -> dict[str, str | int]:
    """Return what a log may say about a failed call: an address in its words may hold a token."""
    if isinstance(error, discord.HTTPException):
        return {"status": error.status, "discord_code": error.code}
    return {"reason": type(error).__name__}
