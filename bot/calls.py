"""What a call to Discord raises when it does not come through."""

from __future__ import annotations

from typing import Final

import aiohttp
import discord

CALL_FAILURES: Final = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError)
THREAD_ARCHIVED: Final = 50083  # Discord's code for an edit in a thread that was archived
LATER: Final = frozenset({401, 429})  # a token that is being changed; too many calls
SERVER_ERROR: Final = 500


def is_final(error: BaseException) -> bool:
    """Tell whether Discord refuses a call for good, so that trying again cannot help."""
    if not isinstance(error, discord.HTTPException) or error.code == THREAD_ARCHIVED:
        return False
    return error.status < SERVER_ERROR and error.status not in LATER


def reason_of(error: BaseException) -> dict[str, str | int]:
    """Return what a log may say about a failed call: an address in its words may hold a token."""
    if isinstance(error, discord.HTTPException):
        return {"status": error.status, "discord_code": error.code}
    return {"reason": type(error).__name__}
