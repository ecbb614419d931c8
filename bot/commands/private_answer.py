"""The answer to a command that nobody else sees."""

from __future__ import annotations

from typing import Any

import discord


async def answer_privately(interaction: discord.Interaction[Any], sentence: str) -> None:
    """Answer with a sentence that pings nobody."""
    await interaction.response.send_message(
        sentence, ephemeral=True, allowed_mentions=discord.AllowedMentions.none()
    )
