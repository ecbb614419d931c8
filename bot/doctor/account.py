"""Whether Discord knows the bot's token, and what it lets the bot see."""

from __future__ import annotations

import base64
import binascii
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import aiohttp

from bot.doctor.line import Line, ok, problem, warning
from bot.errors import TokenUnreadableError
from bot.token import read_token

if TYPE_CHECKING:
    from bot.config import Settings

DISCORD: Final = "https://discord.com"
TIMEOUT_SECONDS: Final = 10.0
TOKEN_PARTS: Final = 3
# Presence, server members and message content; each has a second bit for small bots.
PRIVILEGED_FLAGS: Final = sum(1 << bit for bit in (12, 13, 14, 15, 18, 19))
COPY_ANEW: Final = (
    "Copy the token anew from the developer portal (Bot, Reset Token) into "
    "ATELIER_DISCORD__TOKEN or [discord] token_file."
)


async def check_account(settings: Settings, *, discord_url: str = DISCORD) -> Line:
    """Look at the token's form, then ask Discord about it; never shows the token."""
    try:
        token = read_token(settings)
    except TokenUnreadableError as error:
        return problem("discord", str(error), error.remedy)
    if not token:
        return ok("discord", "no token: `atelier run` starts the playground instead")
    if not is_token(token):
        return problem("discord", "the token has not the form of a bot's token", COPY_ANEW)
    return await _ask(token, discord_url)


def is_token(token: str) -> bool:
    """Tell whether it looks like a bot's token: three parts, the first of them the bot's id."""
    parts = token.split(".")
    if len(parts) != TOKEN_PARTS or not all(parts) or not token.isascii():
        return False
    first = parts[0]
    try:
        return base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).isdigit()
    except (binascii.Error, ValueError):
        return False


async def _ask(token: str, discord_url: str) -> Line:
    headers = {
        "Authorization": f"Bot {token}",
        "User-Agent": "DiscordBot (atelier, 1)",
    }
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
    try:
        async with aiohttp.ClientSession(
            f"{discord_url}/api/v10/", headers=headers, timeout=timeout, trust_env=True
        ) as http:
            user = await _get(http, "users/@me")
            application = await _get(http, "applications/@me")
    except aiohttp.ClientResponseError as error:
        return _refused(error.status)
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        words = f"Discord does not answer ({type(error).__name__})"
        return problem("discord", words, "Check the network and any proxy.")
    return _describe(user, application)


async def _get(http: aiohttp.ClientSession, path: str) -> dict[str, Any]:
    async with http.get(path, raise_for_status=True) as answer:
        body = await answer.json()
    return body if isinstance(body, dict) else {}


def _refused(status: int) -> Line:
    if status == HTTPStatus.UNAUTHORIZED:
        return problem("discord", "Discord does not accept the token", COPY_ANEW)
    return problem("discord", f"Discord answers {status}", "Try again in a minute.")


def _describe(user: dict[str, Any], application: dict[str, Any]) -> Line:
    words = f"{user.get('username', '?')} ({user.get('id', '?')})"
    flags = application.get("flags")
    if isinstance(flags, int) and flags & PRIVILEGED_FLAGS:
        return warning(
            "discord",
            f"{words} has privileged intents that Atelier does not use",
            "Turn them off in the developer portal (Bot, Privileged Gateway Intents).",
        )
    return ok("discord", f"{words}, and needs no privileged intents")
