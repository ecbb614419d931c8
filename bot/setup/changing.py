"""Changes a guild's settings on behalf of somebody in Discord, and shows what holds then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord

from bot.errors import PermissionMissingError
from bot.languages import guild_text
from bot.setup.settings import read_state, save_changes
from bot.setup.words import setup_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.client import Atelier
    from bot.setup.settings import Changes, GuildState
    from bot.text import Text

    Interaction = discord.Interaction[Any]

NEEDED: Final = ("view_channel", "send_messages", "attach_files")


async def change(
    atelier: Atelier, interaction: Interaction, changed: Callable[[GuildState], Changes]
) -> None:
    """Save what somebody changes, given how their guild is set now; it holds from then on."""
    guild_id = interaction.guild_id or 0
    async with atelier.database.begin() as session:
        changes = changed(await read_state(session, guild_id))
        actor_id, now = interaction.user.id, atelier.clock.now()
        await save_changes(session, guild_id, changes, actor_id=actor_id, now=now)
    await atelier.parts.policy.memory.refresh()
    await atelier.parts.guild_limits.learn(guild_id)


async def state_of(atelier: Atelier, interaction: Interaction) -> GuildState:
    """Read how a guild is set now."""
    async with atelier.database.read() as session:
        return await read_state(session, interaction.guild_id or 0)


async def summary(atelier: Atelier, interaction: Interaction, text: Text) -> list[str]:
    """Return how a guild is set, line by line, with what an administrator should mend."""
    state = await state_of(atelier, interaction)
    lines = [*setup_lines(state, atelier.limits, text)]
    review = state.policy.review_channel_id
    if is_seen_by_all(interaction.guild, review):
        lines.append(text.say("admin.review.open", channel=f"<#{review}>"))
    return lines


def is_seen_by_all(guild: discord.Guild | None, channel_id: int | None) -> bool:
    """Return whether everybody in a guild sees a channel that is meant for moderators."""
    channel = guild.get_channel(channel_id) if guild and channel_id else None
    if guild is None or channel is None:
        return False
    return channel.permissions_for(guild.default_role).view_channel


async def try_channel(atelier: Atelier, channel: discord.TextChannel) -> None:
    """Write into a review channel, or refuse it: what permissions promise may still fail.

    Raises:
        bot.errors.PermissionMissingError: The bot cannot write there.
    """
    mine = channel.permissions_for(channel.guild.me)
    missing = [name.replace("_", " ").title() for name in NEEDED if not getattr(mine, name)]
    if missing:
        raise PermissionMissingError(permissions=", ".join(missing))
    try:
        await channel.send(guild_text(atelier, channel.guild.id).say("setup.trial"))
    except discord.Forbidden as error:
        raise PermissionMissingError(permissions="Send Messages") from error
