"""Which language somebody is answered in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.locales.catalogue import CATALOGUES
from bot.text import ENGLISH, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import discord

    Interaction = discord.Interaction[Any]


TEXTS: Final[Mapping[str, Text]] = {
    language: ENGLISH if language == "en" else Text(catalogue, fallback=ENGLISH)
    for language, catalogue in CATALOGUES.items()
}
"""The languages that are spoken, by the first part of Discord's locales."""


def text_for(locale: str) -> Text:
    """Return the sentences for one of Discord's locales, such as ``de`` or ``es-419``."""
    return TEXTS.get(locale.partition("-")[0], ENGLISH)


def private_text(interaction: Interaction) -> Text:
    """Return the sentences for what one person alone sees: in the language of their Discord."""
    return text_for(str(interaction.locale.value))


def public_locale(interaction: Interaction) -> str:
    """Return the locale of what everybody sees: the guild's, else the person's own."""
    chosen = _chosen(interaction.client, interaction.guild_id)
    return chosen or str((interaction.guild_locale or interaction.locale).value)


def public_text(interaction: Interaction) -> Text:
    """Return the sentences for what everybody sees."""
    return text_for(public_locale(interaction))


def guild_text(client: discord.Client, guild_id: int | None) -> Text:
    """Return the sentences for what a guild is told without a command: in its own language."""
    if chosen := _chosen(client, guild_id):
        return text_for(chosen)
    guild = client.get_guild(guild_id or 0)
    return text_for(str(guild.preferred_locale.value)) if guild else ENGLISH


def channel_text(client: discord.Client, channel_id: int) -> Text:
    """Return the sentences for what is told in a channel: in the language of its guild."""
    guild = getattr(client.get_channel(channel_id), "guild", None)
    return guild_text(client, guild.id if guild else None)


def _chosen(client: discord.Client, guild_id: int | None) -> str | None:
    """Return the locale that a guild has chosen with /admin setup; None leaves it to Discord."""
    language_of: Callable[[int], str | None] | None = getattr(client, "language_of", None)
    return language_of(guild_id) if language_of and guild_id else None
