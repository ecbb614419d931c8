"""Sets Atelier up for a guild, as its administrators say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import PermissionMissingError
from bot.guild_setup import LANGUAGES, STRICTNESS, setup_lines
from bot.languages import guild_text, private_text
from bot.text import clip
from db.guilds import change_guild, read_guild
from db.moderation_settings import save_channel, save_settings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.client import Atelier

    Interaction = discord.Interaction[Any]
    Place = discord.TextChannel | discord.ForumChannel

NEEDED = ("view_channel", "send_messages", "attach_files")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What an administrator named; None stays as it is.

    ``moderators`` adds a role or takes it away again; 0 leaves a limit to the operator.
    """

    review_channel: discord.TextChannel | None = None
    moderators: discord.Role | None = None
    artists: discord.Role | None = None
    open_channel: Place | None = None
    close_channel: Place | None = None
    strictness: str | None = None
    restricted_strictness: str | None = None
    age_restricted: str | None = None
    shared_buttons: bool | None = None
    images: int | None = None
    waiting: int | None = None
    running: int | None = None
    language: str | None = None


async def set_up(atelier: Atelier, interaction: Interaction, wishes: Wishes) -> None:
    """Save what was named, and show how the guild is set; the answer was deferred.

    Raises:
        bot.errors.PermissionMissingError: The bot cannot write to the review channel.
    """
    guild_id = interaction.guild_id or 0
    if wishes.review_channel is not None:
        await _try_channel(atelier, wishes.review_channel)
    present = atelier.parts.policy.memory.known.guild(guild_id).moderator_role_ids
    policy, limits = _policy_changes(wishes, present), _limit_changes(wishes)
    about: dict[str, Any] = {"actor_id": interaction.user.id, "now": atelier.clock.now()}
    async with atelier.database.begin() as session:
        if policy:
            await save_settings(session, guild_id, **policy, **about)
        if limits:
            await change_guild(session, guild_id, limits, **about)
        for channel, is_allowed in ((wishes.open_channel, True), (wishes.close_channel, False)):
            if channel is not None:
                await save_channel(
                    session, channel.id, guild_id=guild_id, is_allowed=is_allowed, **about
                )
    await atelier.parts.policy.memory.refresh()
    await atelier.parts.guild_limits.learn(guild_id)
    await _show(atelier, interaction, guild_id)


def _policy_changes(wishes: Wishes, moderators: Iterable[int]) -> dict[str, Any]:
    general, restricted = wishes.strictness, wishes.restricted_strictness or wishes.strictness
    artists, role = wishes.artists, wishes.moderators
    changes: dict[str, Any] = {
        "review_channel_id": wishes.review_channel and wishes.review_channel.id,
        "moderator_role_ids": sorted({*moderators} ^ {role.id}) if role else None,
        "drawing_role_ids": ([] if artists.is_default() else [artists.id]) if artists else None,
        "general_offset": STRICTNESS[general] if general else None,
        "restricted_offset": STRICTNESS[restricted] if restricted else None,
        "restricted_action": wishes.age_restricted,
        "others_may_press": wishes.shared_buttons,
    }
    return {name: value for name, value in changes.items() if value is not None}


def _limit_changes(wishes: Wishes) -> dict[str, Any]:
    named = {
        "max_num_images": wishes.images,
        "max_waiting": wishes.waiting,
        "max_running": wishes.running,
        "locale": wishes.language and LANGUAGES.get(wishes.language, ""),
    }
    return {name: value or None for name, value in named.items() if value is not None}


async def _show(atelier: Atelier, interaction: Interaction, guild_id: int) -> None:
    async with atelier.database.read() as session:
        guild = await read_guild(session, guild_id)
    policy, text = atelier.parts.policy.memory.known.guild(guild_id), private_text(interaction)
    lines = [*setup_lines(policy, guild, atelier.limits, text)]
    if _is_seen_by_all(interaction.guild, policy.review_channel_id):
        lines.append(text.say("admin.review.open", channel=f"<#{policy.review_channel_id}>"))
    await interaction.edit_original_response(
        content=clip("\n".join(lines), 2000), allowed_mentions=discord.AllowedMentions.none()
    )


def _is_seen_by_all(guild: discord.Guild | None, channel_id: int | None) -> bool:
    """Return whether everybody in a guild sees a channel that is meant for moderators."""
    channel = guild.get_channel(channel_id) if guild and channel_id else None
    if guild is None or channel is None:
        return False
    return channel.permissions_for(guild.default_role).view_channel


async def _try_channel(atelier: Atelier, channel: discord.TextChannel) -> None:
    """Write into a review channel, or refuse it: what permissions promise may still fail."""
    mine = channel.permissions_for(channel.guild.me)
    missing = [name.replace("_", " ").title() for name in NEEDED if not getattr(mine, name)]
    if missing:
        raise PermissionMissingError(permissions=", ".join(missing))
    try:
        await channel.send(guild_text(atelier, channel.guild.id).say("setup.trial"))
    except discord.Forbidden as error:
        raise PermissionMissingError(permissions="Send Messages") from error
