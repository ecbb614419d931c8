"""The language in which a guild is spoken to where nobody's command is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.languages import text_for
from bot.text import ENGLISH

if TYPE_CHECKING:
    import discord

    from bot.text import Text


def guild_text(client: discord.Client, guild_id: int | None) -> Text:
    """Return the sentences in a guild's own language; English where it is not known."""
    guild = client.get_guild(guild_id) if guild_id else None
    return text_for(str(guild.preferred_locale.value)) if guild else ENGLISH
