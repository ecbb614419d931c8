"""The command that shows people what of theirs is on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

if TYPE_CHECKING:
    from bot.client import Atelier

Interaction = discord.Interaction[Any]  # read at run time, by discord.py


class Queue(commands.Cog):
    """Owns /queue."""

    def __init__(self, atelier: Atelier) -> None:
        self._atelier = atelier

    @app_commands.command()
    @app_commands.guild_install()
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def queue(self, interaction: Interaction) -> None:
        """Show what of yours is waiting or being drawn, and cancel it.

        (Discord shows the line above to people; what follows is for developers.)

        Answers privately, and defers first: the list comes from the database.
        """
        await interaction.response.defer(ephemeral=True)
        shown = await self._atelier.parts.own_queue.shown(interaction)
        await interaction.edit_original_response(**shown)
