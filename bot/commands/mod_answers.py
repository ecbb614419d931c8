"""What the moderators' commands share: who may use them, and private answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.languages import private_text
from bot.moderation.moderators import require_moderator
from bot.text import clip

if TYPE_CHECKING:
    from bot.client import Atelier

Interaction = discord.Interaction[Any]


async def begin(interaction: Interaction) -> tuple[Atelier, int]:
    """Let moderators pass and nobody else; the answer follows privately.

    Raises:
        bot.policy.refusals.ModeratorsOnlyError: They are none of this guild.
    """
    atelier: Atelier = interaction.client
    guild_id = require_moderator(interaction, atelier.parts.policy.memory)
    await interaction.response.defer(ephemeral=True)
    return atelier, guild_id


async def say(interaction: Interaction, *lines: str, **fields: Any) -> None:
    """Answer with lines; with none, that there is nothing."""
    words = "\n".join(lines) or private_text(interaction).say("mod.nothing")
    await interaction.edit_original_response(
        content=clip(words, 2000), allowed_mentions=discord.AllowedMentions.none(), **fields
    )


async def done(interaction: Interaction) -> None:
    """Let what was changed hold from now on, and say so."""
    await interaction.client.parts.policy.memory.refresh()
    await say(interaction, private_text(interaction).say("mod.done"))
