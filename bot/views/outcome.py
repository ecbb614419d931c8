"""How a message says under itself what was decided, in place of its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.text import clip

if TYPE_CHECKING:
    from bot.client import Atelier

MAX_CONTENT = 2000  # Discord's limit


async def show_outcome(interaction: discord.Interaction[Atelier], line: str) -> None:
    """Add a line to the message whose button was pressed; its buttons and files go.

    A private message is reached by the interaction's token alone.
    """
    message = interaction.message
    if message is None:
        return
    fields: dict[str, Any] = {
        "content": clip(f"{message.content}\n{line}", MAX_CONTENT),
        "view": None,
        "attachments": [],
        "allowed_mentions": discord.AllowedMentions.none(),
    }
    if message.flags.ephemeral:
        await interaction.edit_original_response(**fields)
    else:
        await message.edit(**fields)
