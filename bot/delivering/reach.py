"""How a result reaches its person: by the bot's own token, or as an answer alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import discord

    Interaction = discord.Interaction[Any]

_HOME = "home"  # among an interaction's extras


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


@dataclass(frozen=True)
class Home:
    """Where something belongs that is pressed in a direct message (``bot.delivering.stand_ins``).

    Attributes:
        guild_id: The guild; None where the bot was a guest.
        channel_id: Where it was asked for.
        parent_id: The channel of a thread, else None.
        role_ids: The person's roles there.
    """

    guild_id: int | None
    channel_id: int
    parent_id: int | None
    role_ids: frozenset[int]


def settle(interaction: Interaction, home: Home) -> None:
    """Let everything that an interaction does count at ``home``."""
    interaction.extras[_HOME] = home


def elsewhere(interaction: Interaction) -> Home | None:
    """Return where an interaction counts, where that is not where it happens."""
    home: Home | None = interaction.extras.get(_HOME)
    return home


def reach_of(interaction: Interaction, *, is_private: bool | None = None) -> Reach:
    """Return how an interaction's answer will be reached.

    Args:
        interaction: A command, or a press.
        is_private: What the person wished; None is as private as the message that was pressed.
            What counts elsewhere is always the person's own.
    """
    wished = is_on_private(interaction) if is_private is None else is_private
    hidden = wished or must_be_private(interaction) or elsewhere(interaction) is not None
    return Reach(hidden, is_reachable=not hidden and is_member(interaction))


def home_of(interaction: Interaction) -> int | None:
    """Return the guild in which something happens; None outside, and where we are guests.

    What a person draws as a guest belongs to no guild: it has neither its settings nor a share
    of its credits, and it is found again in the same channel alone.
    """
    if home := elsewhere(interaction):
        return home.guild_id
    return interaction.guild_id if is_member(interaction) else None


def is_on_private(interaction: Interaction) -> bool:
    """Return whether something was pressed that one person alone sees."""
    if elsewhere(interaction):
        return True
    return interaction.message is not None and interaction.message.flags.ephemeral


def must_hide(interaction: Interaction, *, is_private: bool) -> bool:
    """Return whether an answer is to be shown to one person alone by Discord's own means.

    In a direct message nobody else is there, and what is hidden would be lost with the app.
    """
    return is_private and elsewhere(interaction) is None


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
