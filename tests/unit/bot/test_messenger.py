"""What Discord refuses has one word each, so that callers know whether to try again."""

from __future__ import annotations

import aiohttp
import discord
import pytest

from bot.delivery_errors import (
    DiscordAwayError,
    MessageForbiddenError,
    MessageGoneError,
    MessageRefusedError,
)
from bot.messenger import _translated


class Answer:
    """The little of an HTTP response that discord.py's exceptions read."""

    def __init__(self, status):
        self.status = status
        self.reason = "because"


def refusal(kind, status, code=0):
    return kind(Answer(status), {"code": code, "message": "no"})


@pytest.mark.parametrize(
    ("raised", "ours"),
    [
        (refusal(discord.NotFound, 404, 10008), MessageGoneError),
        (refusal(discord.Forbidden, 403, 50001), MessageForbiddenError),
        (refusal(discord.HTTPException, 400, 50035), MessageRefusedError),
        (refusal(discord.HTTPException, 413, 40005), MessageRefusedError),
        (refusal(discord.HTTPException, 429), DiscordAwayError),
        (refusal(discord.DiscordServerError, 503), DiscordAwayError),
        (discord.RateLimited(60.0), DiscordAwayError),
        (aiohttp.ClientConnectionError(), DiscordAwayError),
        (TimeoutError(), DiscordAwayError),
        (ConnectionResetError(), DiscordAwayError),
    ],
)
def test_refusals_are_translated(raised, ours):
    with pytest.raises(ours) as caught, _translated():
        raise raised

    assert caught.value.__cause__ is raised


def test_what_is_no_refusal_passes():
    with pytest.raises(ZeroDivisionError), _translated():
        raise ZeroDivisionError
