"""The one place that tells people what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
import structlog
from discord import app_commands

from bot.calls import CALL_FAILURES, reason_of
from bot.errors import BotError, CommandOutdatedError, GuildOnlyError, UnexpectedError
from bot.languages import private_text
from bot.views.refusal import refusal_view
from db.errors import DatabaseError
from engine.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Awaitable

    Interaction = discord.Interaction[Any]

log = structlog.stdlib.get_logger(__name__)

TOO_LATE: Final = frozenset({10062, 40060})  # interaction unknown; acknowledged already
Coded = BotError | DatabaseError | EngineError


class ErrorHandler:
    """Words errors, privately, for the person whose command or button raised them."""

    async def guard(self, interaction: Interaction, work: Awaitable[Any]) -> None:
        """Await ``work``; whatever it raises is told to the person."""
        try:
            await work
        except Exception as error:  # noqa: BLE001  the bot's border: everything is worded here
            await self.handle(interaction, error)

    async def on_command_error(
        self, interaction: Interaction, error: app_commands.AppCommandError
    ) -> None:
        """Take what the command tree caught."""
        await self.handle(interaction, error)

    async def handle(self, interaction: Interaction, error: Exception) -> None:
        """Decide what an error means.

        1. What discord.py wrapped is taken out of its wrapper.
        2. Errors with a code are refusals or known failures: their sentence is sent.
        3. Discord's own checks (outside a server, an outdated command) have a code here.
        4. An interaction that is over cannot be answered: only the log hears of it.
        5. Anything else is a bug: the log gets the trace, the person a reference.
        """
        if isinstance(error, app_commands.CommandInvokeError):
            error = error.original
        if isinstance(error, discord.HTTPException) and error.code in TOO_LATE:
            log.warning("interaction_too_late", discord_code=error.code)
            return
        coded = _coded(error) or self._unexpected(interaction, error)
        log.info("refused", error_code=coded.code, interaction_id=interaction.id)
        text = private_text(interaction)
        view = refusal_view(coded, interaction.id, text)
        sentence = text.explain(coded.code, coded.facts)
        await self._tell(interaction, sentence, **({"view": view} if view else {}))

    def _unexpected(self, interaction: Interaction, error: Exception) -> UnexpectedError:
        reference = f"{interaction.id:x}"
        log.error("unexpected", reference=reference, exc_info=error)
        return UnexpectedError(reference=reference)

    async def _tell(self, interaction: Interaction, sentence: str, **fields: Any) -> None:
        fields["allowed_mentions"] = discord.AllowedMentions.none()
        try:
            if interaction.response.is_done():
                await interaction.followup.send(sentence, ephemeral=True, **fields)
            else:
                await interaction.response.send_message(sentence, ephemeral=True, **fields)
        except CALL_FAILURES as error:
            log.warning("refusal_not_sent", **reason_of(error))


def _coded(error: Exception) -> Coded | None:
    if isinstance(error, (BotError, DatabaseError, EngineError)):
        return error
    if isinstance(error, app_commands.NoPrivateMessage):
        return GuildOnlyError()
    if isinstance(error, (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)):
        return CommandOutdatedError()
    return None
