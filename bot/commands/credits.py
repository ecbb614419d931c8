"""The command that shows people their credits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.delivering.reach import home_of
from bot.languages import private_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.client import Atelier
    from bot.credits.credit_desk import Statement
    from bot.text import Text
    from db.tables import CreditEntry

Interaction = discord.Interaction[Any]  # read at run time, by discord.py


class Credits(commands.Cog):
    """Owns /credits."""

    def __init__(self, atelier: Atelier) -> None:
        self._atelier = atelier

    @app_commands.command()
    @app_commands.guild_install()
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def credits(self, interaction: Interaction) -> None:
        """Show your credits, what jobs on their way hold, and what was spent last.

        (Discord shows the line above to people; what follows is for developers.)

        Answers privately, and defers first: the account comes from the database.
        """
        await interaction.response.defer(ephemeral=True)
        statement = await self._atelier.parts.credit_desk.statement(
            home_of(interaction), interaction.user.id, role_ids_of(interaction.user)
        )
        content = "\n".join(_lines(statement, private_text(interaction)))
        await interaction.edit_original_response(content=content)


def role_ids_of(user: discord.User | discord.Member) -> frozenset[int]:
    """Return the ids of a person's roles where the interaction took place."""
    return frozenset(role.id for role in getattr(user, "roles", ()))


def _lines(statement: Statement, text: Text) -> Iterator[str]:
    own, pool = statement.own, statement.pool
    if own is None:
        yield text.say("credits.off")
        return
    yield text.say("credits.balance", balance=own.balance, capacity=own.allowance.capacity)
    if own.allowance.per_day:
        yield text.say("credits.refill", per_day=own.allowance.per_day)
    if own.held:
        yield text.say("credits.held", held=own.held)
    if pool:
        yield text.say("credits.pool", balance=pool.balance)
    yield from (_entry(entry, text) for entry in statement.entries)


def _entry(entry: CreditEntry, text: Text) -> str:
    job = text.say("credits.entry.job", job_id=entry.job_id) if entry.job_id else ""
    return text.say(
        "credits.entry",
        at=entry.created_at.timestamp(),
        kind=text.say(f"credits.kind.{entry.kind}"),
        amount=abs(entry.amount) if entry.job_id else entry.amount,
        job=job,
    )
