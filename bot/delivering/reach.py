"""How a result reaches its person: by the bot's own token, or as an answer alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import discord

    Interaction = discord.Interaction[Any]


@dataclass(frozen=True)
class Reach:
    """Who sees the message that acknowledges a job, and what edits it.

    Attributes:
        is_private: Whether the person alone sees it.
        is_reachable: Whether the bot's own token reaches it; else only the interaction's token
            does, for a quarter of an hour.
    """

    is_private: bool = False
    is_reachable: bool = True


def reach_of(interaction: Interaction, *, is_private: bool | None = None) -> Reach:
    """Return how an interaction's answer will be reached.

    Args:
        interaction: A command, or a press.
        is_private: What the person wished; None is as private as the message that was pressed.
    """
    wished = is_on_private(interaction) if is_private is None else is_private
    hidden = wished or must_be_private(interaction)
    return Reach(hidden, is_reachable=not hidden and is_member(interaction))


def home_of(interaction: Interaction) -> int | None:
    """Return the guild in which something happens; None outside, and where we are guests.

    What a person draws as a guest belongs to no guild: it has neither its settings nor a share
    of its credits, and it is found again in the same channel alone.
    """
    return interaction.guild_id if is_member(interaction) else None


def is_on_private(interaction: Interaction) -> bool:
    """Return whether something was pressed that one person alone sees."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def is_member(interaction: Interaction) -> bool:
    """Return whether the bot itself is where an interaction comes from."""
    if interaction.guild_id is None:
        return interaction.context.dm_channel
    return interaction.is_guild_integration()


def must_be_private(interaction: Interaction) -> bool:
    """Return whether Discord hides all answers: where guests of a server may not show apps."""
    if interaction.guild_id is None or interaction.is_guild_integration():
        return False
    return not interaction.permissions.use_external_apps
