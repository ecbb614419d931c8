"""Where Atelier draws, and what it must be allowed to do there, known before anything is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord

from bot.errors import GuildOnlyError, PermissionMissingError
from bot.refusals import ThreadLockedError

if TYPE_CHECKING:
    from bot.reach import Reach

    Interaction = discord.Interaction[Any]

IN_CHANNEL: Final = ("view_channel", "attach_files")
"""To edit the answer by the bot's token; sending it takes no permission, and we send no embeds."""

IN_THREAD: Final = ("view_channel", "send_messages_in_threads", "attach_files")
"""Likewise; a thread that was archived meanwhile is opened again by whoever may send there."""

AS_ANSWER: Final = ("attach_files",)
"""Where only the interaction's token is used."""


def check_place(interaction: Interaction, reach: Reach) -> None:
    """Refuse what could be drawn but not shown.

    Raises:
        bot.errors.GuildOnlyError: It is no server's channel.
        bot.errors.PermissionMissingError: The bot lacks permissions there; which, is named.
        bot.refusals.ThreadLockedError: The thread takes nothing more.
    """
    if interaction.guild_id is None:
        raise GuildOnlyError
    mine = interaction.app_permissions
    thread = interaction.channel if isinstance(interaction.channel, discord.Thread) else None
    needed = _needed(reach, is_thread=thread is not None)
    missing = [name.replace("_", " ").title() for name in needed if not getattr(mine, name)]
    if missing:
        raise PermissionMissingError(permissions=", ".join(missing))
    if thread and thread.locked and not mine.manage_threads:
        raise ThreadLockedError


def _needed(reach: Reach, *, is_thread: bool) -> tuple[str, ...]:
    if not reach.is_reachable:
        return AS_ANSWER
    return IN_THREAD if is_thread else IN_CHANNEL
