"""Which language somebody is answered in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.locales import de, es, fr, ja
from bot.text import ENGLISH, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

    Interaction = discord.Interaction[Any]

TEXTS: Final[Mapping[str, Text]] = {
    "en": ENGLISH,
    "de": Text(de.SENTENCES, de.ERRORS, fallback=ENGLISH),
    "es": Text(es.SENTENCES, es.ERRORS, fallback=ENGLISH),
    "fr": Text(fr.SENTENCES, fr.ERRORS, fallback=ENGLISH),
    "ja": Text(ja.SENTENCES, ja.ERRORS, fallback=ENGLISH),
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
    return str((interaction.guild_locale or interaction.locale).value)


def public_text(interaction: Interaction) -> Text:
    """Return the sentences for what everybody sees."""
    return text_for(public_locale(interaction))
