"""Describes commands, options and choices in the languages that Discord offers them in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from discord import app_commands
from discord.app_commands import TranslationContextLocation as Place
from typing_extensions import override

from bot.locales.catalogue import CATALOGUES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import discord

DESCRIPTIONS: Final[Mapping[str, Mapping[str, str]]] = {
    locale: CATALOGUES[locale.partition("-")[0]].descriptions
    for locale in ("de", "es-ES", "es-419", "fr", "ja")
}
"""By Discord's locales; what is missing is shown in English."""

NAMES: Final = {Place.command_name, Place.group_name, Place.parameter_name}


class Translator(app_commands.Translator):
    """Translates what commands say of themselves.

    Names that people type stay English everywhere: help, errors and other people quote them
    (``/mod rules list``, ``--style``), and a name that is another one in every language could
    not be told on. Menus are only read, so their names are translated.
    """

    @override
    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the words in a language, or None to leave Discord the English ones."""
        is_menu = isinstance(context.data, app_commands.ContextMenu)
        if context.location in NAMES and not is_menu:
            return None
        return DESCRIPTIONS.get(locale.value, {}).get(string.message)
