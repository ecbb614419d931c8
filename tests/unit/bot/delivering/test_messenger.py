"""What Discord refuses has one word each, so that callers know whether to try again."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from bot.delivering.channel_budget import EDITS, KEPT_FOR_ENDS, WINDOW_SECONDS, ChannelBudget
from bot.delivering.delivery_errors import (
    DiscordAwayError,
    MessageForbiddenError,
    MessageGoneError,
    MessageRefusedError,
    ProgressDroppedError,
)
from bot.delivering.fitting import DEFAULT_MAX_BYTES
from bot.delivering.message import Draft
from bot.delivering.messenger import TOKEN_LIFE, DiscordMessenger, _translated
from bot.delivering.reach import Home
from bot.delivering.reach import settle as settle_at
from db.tables import Job
from tests.support.clock import HeldClock, settle


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
        (refusal(discord.HTTPException, 400, 50083), MessageForbiddenError),
        (refusal(discord.HTTPException, 401), DiscordAwayError),
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


def test_an_interaction_s_token_that_has_ended_is_final():
    with pytest.raises(MessageRefusedError), _translated(is_by_bot=False):
        raise refusal(discord.HTTPException, 401, 50027)


class AClient:
    """Counts which way edits go."""

    def __init__(self):
        self.by_bot = 0

    def get_guild(self, guild_id):
        return None

    def get_partial_messageable(self, channel_id, *, guild_id):
        return self

    def get_partial_message(self, message_id):
        return self

    async def edit(self, **fields):
        self.by_bot += 1


class AnInteraction:
    def __init__(self, clock):
        self.created_at = clock.now()
        self.edits = 0
        self.filesize_limit = DEFAULT_MAX_BYTES
        self.error = None
        self.extras = {}

    async def edit_original_response(self, **fields):
        if self.error:
            raise self.error
        self.edits += 1
        return "answer"


class KeepingCopies:
    """Keeps which message of which job it was told of."""

    def __init__(self):
        self.noted = []

    async def note(self, job, message):
        self.noted.append((job.id, message))


@pytest.fixture
def clock():
    return HeldClock()


@pytest.fixture
def client():
    return AClient()


@pytest.fixture
def messenger(client, clock):
    return DiscordMessenger(client, clock=clock, budget=ChannelBudget(clock))


def a_row(job_id):
    return Job(
        id=job_id,
        channel_id=5,
        guild_id=1,
        message_id=100 + job_id,
        user_id=3,
        locale="en-US",
        is_reachable=True,
    )


async def test_ends_go_by_the_bot_s_token_while_the_channel_has_turns(messenger, client, clock):
    interaction = AnInteraction(clock)
    messenger.remember(101, interaction)

    await messenger.show_end(a_row(1), Draft("end"))

    assert (client.by_bot, interaction.edits) == (1, 0)


async def test_in_a_crowded_channel_an_end_takes_the_token_that_lives(messenger, client, clock):
    for number in range(EDITS):
        await messenger.show_end(a_row(number + 1), Draft("end"))
    interaction = AnInteraction(clock)
    messenger.remember(109, interaction)

    await messenger.show_end(a_row(9), Draft("end"))

    assert (client.by_bot, interaction.edits) == (EDITS, 1)


async def test_a_token_that_has_ended_makes_the_end_wait_for_its_turn(messenger, client, clock):
    for number in range(EDITS):
        await messenger.show_end(a_row(number + 1), Draft("end"))
    interaction = AnInteraction(clock)
    interaction.error = refusal(discord.NotFound, 404, 10015)
    messenger.remember(109, interaction)

    ending = asyncio.create_task(messenger.show_end(a_row(9), Draft("end")))
    await settle()
    assert not ending.done()
    await clock.advance(WINDOW_SECONDS)
    await ending

    assert client.by_bot == EDITS + 1


async def test_progress_without_a_token_is_dropped_rather_than_hold_up_ends(messenger, client):
    for number in range(EDITS - KEPT_FOR_ENDS):
        await messenger.show_progress(a_row(number + 1), Draft("progress"))
    with pytest.raises(ProgressDroppedError):
        await messenger.show_progress(a_row(9), Draft("progress"))

    assert client.by_bot == EDITS - KEPT_FOR_ENDS


def a_private_row(job_id):
    job = a_row(job_id)
    job.is_private, job.is_reachable = True, False
    return job


async def test_a_private_answer_is_edited_by_its_own_token_alone(messenger, client, clock):
    interaction = AnInteraction(clock)
    messenger.remember(101, interaction)

    await messenger.show_progress(a_private_row(1), Draft("progress"))
    await messenger.show_end(a_private_row(1), Draft("end"))

    assert (client.by_bot, interaction.edits) == (0, 2)


async def test_an_answer_in_a_direct_message_is_remembered_and_a_hidden_one_is_not(client, clock):
    copies = KeepingCopies()
    messenger = DiscordMessenger(client, clock=clock, copies=copies)
    hidden, direct = AnInteraction(clock), AnInteraction(clock)
    settle_at(direct, Home(1, 5, None, frozenset()))
    messenger.remember(101, hidden)
    messenger.remember(102, direct)

    await messenger.show_end(a_private_row(1), Draft("end"))
    await messenger.show_end(a_private_row(2), Draft("end"))

    assert copies.noted == [(2, "answer")]


async def test_a_private_answer_is_closed_once_its_token_has_ended(messenger, client, clock):
    messenger.remember(101, AnInteraction(clock))
    await clock.advance(TOKEN_LIFE.total_seconds())

    with pytest.raises(MessageForbiddenError):
        await messenger.show_end(a_private_row(1), Draft("end"))
    with pytest.raises(ProgressDroppedError):
        await messenger.show_progress(a_private_row(1), Draft("progress"))
    assert client.by_bot == 0


@pytest.mark.parametrize(
    "error", [refusal(discord.NotFound, 404, 10008), refusal(discord.HTTPException, 401, 50027)]
)
async def test_a_private_answer_that_was_dismissed_is_closed(messenger, clock, error):
    interaction = AnInteraction(clock)
    interaction.error = error
    messenger.remember(101, interaction)

    with pytest.raises(MessageForbiddenError):
        await messenger.show_end(a_private_row(1), Draft("end"))
