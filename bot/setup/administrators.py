"""Who sets a guild up, looked at anew for every command and press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.credits.credit_errors import AdministratorOnlyError

if TYPE_CHECKING:
    import discord


def check_manages(interaction: discord.Interaction[Any]) -> None:
    """Refuse people who do not manage the server, whatever its settings show them.

    Raises:
        bot.credits.credit_errors.AdministratorOnlyError: They do not.
    """
    if interaction.guild_id is None or not interaction.permissions.manage_guild:
        raise AdministratorOnlyError
