"""The command that shows the terms of use."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.languages import private_text
from bot.policy.parts import terms_version
from bot.text import clip
from bot.views.terms import TermsButton

if TYPE_CHECKING:
    from bot.client import Atelier

Interaction = discord.Interaction[Any]  # read at run time, by discord.py


class Terms(commands.Cog):
    """Owns /terms."""

    def __init__(self, atelier: Atelier) -> None:
        self._atelier = atelier

    @app_commands.command()
    async def terms(self, interaction: Interaction) -> None:
        """Show the terms of use, and accept them."""
        section = self._atelier.policy_section
        await interaction.response.defer(ephemeral=True)
        text = private_text(interaction).say("terms")
        if section.terms is not None:
            text = await asyncio.to_thread(section.terms.read_text, "utf-8")
        view = discord.ui.View(timeout=None)
        version = terms_version(section)
        if version:
            view.add_item(
                TermsButton(version, label=private_text(interaction).say("button.accept"))
            )
        await interaction.edit_original_response(content=clip(text, 2000), view=view)
