"""Who moderates a guild, looked at anew for every command and press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.policy.refusals import ModeratorsOnlyError

if TYPE_CHECKING:
    import discord

    from bot.policy.memory import PolicyMemory


def is_moderator(interaction: discord.Interaction[Any], memory: PolicyMemory) -> bool:
    """Return whether a person may manage messages here, or has a role of the moderators."""
    if interaction.guild_id is None:
        return False
    if interaction.permissions.manage_messages or interaction.permissions.administrator:
        return True
    roles = {role.id for role in getattr(interaction.user, "roles", ())}
    return bool(roles & memory.known.guild(interaction.guild_id).moderator_role_ids)


def require_moderator(interaction: discord.Interaction[Any], memory: PolicyMemory) -> int:
    """Return the guild that a person moderates.

    Raises:
        bot.policy.refusals.ModeratorsOnlyError: They do not.
    """
    if interaction.guild_id is None or not is_moderator(interaction, memory):
        raise ModeratorsOnlyError
    return interaction.guild_id
