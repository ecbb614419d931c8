"""Whatever is raised, the person gets one private sentence and the log what it needs."""

from __future__ import annotations

import aiohttp
import discord
import pytest
from discord import app_commands
from structlog.testing import capture_logs

from bot.error_handler import ErrorHandler
from bot.errors import DailyLimitError
from db.errors import DatabaseUnavailableError
from engine.errors import UnknownSamplerError
from tests.unit.bot.delivering.test_messenger import refusal


class Answers:
    """The ways to answer an interaction; keeps what was said."""

    def __init__(self, *, is_done, error=None):
        self._is_done = is_done
        self._error = error
        self.said = []

    def is_done(self):
        return self._is_done

    async def send_message(self, content, *, ephemeral, allowed_mentions):
        assert not self._is_done, "an interaction is answered once"
        await self.send(content, ephemeral=ephemeral, allowed_mentions=allowed_mentions)

    async def send(self, content, *, ephemeral, allowed_mentions):
        if self._error:
            raise self._error
        assert ephemeral
        assert not allowed_mentions.everyone
        self.said.append(content)


class AnInteraction:
    """As much of an interaction as the error handler uses."""

    id = 0xBEEF
    locale = discord.Locale.american_english

    def __init__(self, **answers):
        self.response = self.followup = Answers(**{"is_done": False, **answers})

    @property
    def said(self):
        return self.response.said


@pytest.fixture
def handler():
    return ErrorHandler()


@pytest.mark.parametrize("is_done", [False, True], ids=["first answer", "after the message"])
@pytest.mark.parametrize(
    ("error", "words"),
    [
        (DailyLimitError(num_images=2, max_images=5), "your 5 pictures for today"),
        (UnknownSamplerError(sampler="Eulre"), "no sampler called “Eulre”"),
        (DatabaseUnavailableError("away", place="here", remedy="wait"), "do not answer"),
        (app_commands.NoPrivateMessage(), "in a server's channel only"),
        (app_commands.CommandNotFound("old", []), "Reload Discord"),
    ],
)
async def test_known_errors_are_told_with_what_to_do(handler, error, words, is_done):
    interaction = AnInteraction(is_done=is_done)

    await handler.handle(interaction, error)

    (sentence,) = interaction.said
    assert words in sentence


async def test_what_a_command_raised_is_taken_out_of_its_wrapper(handler):
    interaction = AnInteraction()
    command = app_commands.Command(name="x", description="x", callback=_nothing)

    await handler.handle(
        interaction, app_commands.CommandInvokeError(command, UnknownSamplerError(sampler="x"))
    )

    assert "no sampler" in interaction.said[0]


async def test_a_bug_is_logged_with_its_trace_and_told_with_a_reference_only(handler):
    interaction = AnInteraction()

    with capture_logs() as logged:
        await handler.handle(interaction, ZeroDivisionError("secret detail"))

    (sentence,) = interaction.said
    assert "quote beef" in sentence
    assert "secret detail" not in sentence
    assert any(entry.get("reference") == "beef" and entry.get("exc_info") for entry in logged)


async def test_an_interaction_that_is_over_is_not_answered(handler):
    interaction = AnInteraction()

    await handler.handle(interaction, refusal(discord.NotFound, 404, 10062))

    assert interaction.said == []


@pytest.mark.parametrize(
    "error",
    [
        refusal(discord.HTTPException, 400),
        aiohttp.ServerDisconnectedError(),
        ConnectionResetError(),
        TimeoutError(),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_a_sentence_that_cannot_be_sent_is_only_logged(handler, error):
    interaction = AnInteraction(error=error)

    with capture_logs() as logged:
        await handler.handle(interaction, DailyLimitError(num_images=2, max_images=5))

    assert "refusal_not_sent" in [entry["event"] for entry in logged]


async def test_guard_lets_nothing_escape(handler):
    interaction = AnInteraction()

    async def press():
        raise UnknownSamplerError(sampler="x")

    await handler.guard(interaction, press())

    assert interaction.said


async def _nothing(interaction: discord.Interaction) -> None:
    """Do nothing."""
