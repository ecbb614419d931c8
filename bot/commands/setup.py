"""Sets Atelier up for a guild, as its administrators say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import discord

from bot.errors import PermissionMissingError
from bot.languages import private_text
from db.moderation_settings import save_channel, save_settings

if TYPE_CHECKING:
    from bot.client import Atelier
    from bot.text import Text

    Interaction = discord.Interaction[Any]

STRICTNESS: Final = {"as the operator": 0.0, "stricter": -0.02, "strictest": -0.05}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What an administrator named; None stays as it is."""

    review_channel: discord.TextChannel | None
    moderators: discord.Role | None
    artists: discord.Role | None
    open_channel: discord.TextChannel | discord.ForumChannel | None
    close_channel: discord.TextChannel | discord.ForumChannel | None
    strictness: str | None
    restricted_strictness: str | None
    age_restricted: str | None
    shared_buttons: bool | None


async def set_up(atelier: Atelier, interaction: Interaction, wishes: Wishes) -> None:
    """Save what was named, and show how the guild is set; the answer was deferred.

    Raises:
        bot.errors.PermissionMissingError: The bot cannot write to the review channel.
    """
    guild_id = interaction.guild_id or 0
    if wishes.review_channel is not None:
        _check_channel(wishes.review_channel)
    changes = _changes(wishes)
    about: dict[str, Any] = {"actor_id": interaction.user.id, "now": atelier.clock.now()}
    async with atelier.database.begin() as session:
        if changes:
            await save_settings(session, guild_id, **changes, **about)
        for channel, is_allowed in ((wishes.open_channel, True), (wishes.close_channel, False)):
            if channel is not None:
                await save_channel(
                    session, channel.id, guild_id=guild_id, is_allowed=is_allowed, **about
                )
    await atelier.parts.policy.memory.refresh()
    await _show(atelier, interaction, guild_id)


def _changes(wishes: Wishes) -> dict[str, Any]:
    offset = STRICTNESS[wishes.strictness] if wishes.strictness else None
    restricted = wishes.restricted_strictness
    artists = wishes.artists
    changes: dict[str, Any] = {
        "review_channel_id": wishes.review_channel and wishes.review_channel.id,
        "moderator_role_ids": [wishes.moderators.id] if wishes.moderators else None,
        "drawing_role_ids": ([] if artists.is_default() else [artists.id]) if artists else None,
        "general_offset": offset,
        "restricted_offset": STRICTNESS[restricted] if restricted else offset,
        "restricted_action": wishes.age_restricted,
        "others_may_press": wishes.shared_buttons,
    }
    return {name: value for name, value in changes.items() if value is not None}


async def _show(atelier: Atelier, interaction: Interaction, guild_id: int) -> None:
    guild = atelier.parts.policy.memory.known.guild(guild_id)
    review, text = guild.review_channel_id, private_text(interaction)
    channels = " ".join(f"<#{one}>" for one in sorted(guild.open_channels))
    said = text.say(
        "admin.setup",
        review=f"<#{review}>" if review else text.say("setup.no_channel"),
        moderators=_roles(guild.moderator_role_ids) or text.write("Manage Messages", "phrase"),
        artists=_roles(guild.drawing_role_ids) or "@everyone",
        channels=channels or text.say("setup.all_channels"),
        strictness=_strictness(guild.pictures.general_offset, text),
        restricted=text.say(f"setup.{guild.pictures.restricted_action.value}"),
    )
    if guild.pictures.restricted_offset != guild.pictures.general_offset:
        strictness = _strictness(guild.pictures.restricted_offset, text)
        said += "\n" + text.say("setup.restricted_strictness", strictness=strictness)
    said += "\n" + text.say("admin.buttons.all" if guild.others_may_press else "admin.buttons.own")
    await interaction.edit_original_response(
        content=said, allowed_mentions=discord.AllowedMentions.none()
    )


def _strictness(offset: float, text: Text) -> str:
    """Return the strictness by its name, or by its number where it has none."""
    by_offset = {value: name for name, value in STRICTNESS.items()}
    name = by_offset.get(offset)
    return text.say(f"setup.{name.replace(' ', '_')}") if name else text.write(offset, "number")


def _roles(role_ids: frozenset[int]) -> str:
    return " ".join(f"<@&{one}>" for one in sorted(role_ids))


def _check_channel(channel: discord.TextChannel) -> None:
    """Refuse a review channel that the bot cannot write to."""
    mine = channel.permissions_for(channel.guild.me)
    missing = [
        name.replace("_", " ").title()
        for name in ("view_channel", "send_messages", "attach_files")
        if not getattr(mine, name)
    ]
    if missing:
        raise PermissionMissingError(permissions=", ".join(missing))
