"""Where Atelier draws, and what it must be allowed to do there, known before anything is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands

from bot.delivering.reach import elsewhere, is_member
from bot.errors import GuildOnlyError, PermissionMissingError
from bot.ordering.refusals import GuestError, ThreadLockedError

if TYPE_CHECKING:
    from bot.config import DiscordSection
    from bot.delivering.reach import Reach

    Interaction = discord.Interaction[Any]

IN_CHANNEL: Final = ("view_channel", "attach_files")
"""To edit the answer by the bot's token; sending it takes no permission, and we send no embeds."""

IN_THREAD: Final = ("view_channel", "send_messages_in_threads", "attach_files")
"""Likewise; a thread that was archived meanwhile is opened again by whoever may send there."""

AS_ANSWER: Final = ("attach_files",)
"""Where only the interaction's token is used, and in direct messages."""

ANYWHERE: Final = frozenset(
    {
        *("imagine", "edit", "upscale", "outpaint", "show", "history", "info", "queue"),
        *("settings", "credits", "models", "about", "help", "terms", "privacy"),
        *("Use as start image", "Remix", "Upscale", "Info"),
    }
)
"""Commands and menus that need no server."""


class Contexts:
    """Knows where the operator lets people draw.

    Args:
        section: What the configuration says.
    """

    def __init__(self, section: DiscordSection) -> None:
        self._section = section

    def check(self, interaction: Interaction, reach: Reach) -> None:
        """Refuse what could be drawn but not shown, or may not be drawn there.

        Raises:
            bot.errors.GuildOnlyError: It is no server's channel.
            bot.ordering.refusals.GuestError: It is a server of which the bot is no member.
            bot.errors.PermissionMissingError: The bot lacks permissions there; which, is named.
            bot.ordering.refusals.ThreadLockedError: The thread takes nothing more.
        """
        if not is_member(interaction) and not self._section.user_installs:
            raise GuildOnlyError if interaction.guild_id is None else GuestError
        is_direct = interaction.guild_id is None and is_member(interaction)
        if is_direct and not self._may_be_direct(interaction):
            raise GuildOnlyError
        _check_permissions(interaction, reach, is_direct=is_direct)

    def _may_be_direct(self, interaction: Interaction) -> bool:
        """Whether people draw in direct messages, or go on with what they drew elsewhere."""
        home = elsewhere(interaction)
        if home is None:
            return self._section.direct_messages
        return home.guild_id is not None or self._section.user_installs


def open_commands(tree: app_commands.CommandTree[Any], section: DiscordSection) -> None:
    """Offer commands where the configuration lets people draw; all are offered in servers."""
    contexts = app_commands.AppCommandContext(
        guild=True, dm_channel=section.direct_messages, private_channel=section.user_installs
    )
    installs = app_commands.AppInstallationType(guild=True, user=section.user_installs)
    for command in tree.get_commands():
        if command.name in ANYWHERE:
            command.guild_only = not section.direct_messages
            command.allowed_contexts, command.allowed_installs = contexts, installs


def _check_permissions(interaction: Interaction, reach: Reach, *, is_direct: bool) -> None:
    mine = interaction.app_permissions
    thread = interaction.channel if isinstance(interaction.channel, discord.Thread) else None
    needed = AS_ANSWER if is_direct else _needed(reach, is_thread=thread is not None)
    missing = [name.replace("_", " ").title() for name in needed if not getattr(mine, name)]
    if missing:
        raise PermissionMissingError(permissions=", ".join(missing))
    if thread and thread.locked and not mine.manage_threads:
        raise ThreadLockedError


def _needed(reach: Reach, *, is_thread: bool) -> tuple[str, ...]:
    if not reach.is_reachable:
        return AS_ANSWER
    return IN_THREAD if is_thread else IN_CHANNEL
