"""Sets Atelier up for a guild, as its administrators say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord

from bot.languages import private_text
from bot.setup.changing import change, summary, try_channel
from bot.setup.settings import Changes
from bot.setup.words import LANGUAGES, STRICTNESS
from bot.text import clip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.client import Atelier
    from bot.setup.settings import GuildState

    Interaction = discord.Interaction[Any]
    Place = discord.TextChannel | discord.ForumChannel


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
    daily: int | None = None
    language: str | None = None


async def set_up(atelier: Atelier, interaction: Interaction, wishes: Wishes) -> None:
    """Save what was named, and show how the guild is set; the answer was deferred.

    Raises:
        bot.errors.PermissionMissingError: The bot cannot write to the review channel.
    """
    if wishes.review_channel is not None:
        await try_channel(atelier, wishes.review_channel)
    await change(atelier, interaction, lambda state: _changes(wishes, state))
    await show_summary(atelier, interaction)


async def show_summary(atelier: Atelier, interaction: Interaction) -> None:
    """Show how the guild is set now; the answer was deferred."""
    lines = await summary(atelier, interaction, private_text(interaction))
    await interaction.edit_original_response(
        content=clip("\n".join(lines), 2000), allowed_mentions=discord.AllowedMentions.none()
    )


def _changes(wishes: Wishes, state: GuildState) -> Changes:
    places = ((wishes.open_channel, True), (wishes.close_channel, False))
    return Changes(
        policy=_policy_changes(wishes, state.policy.moderator_role_ids),
        limits=_limit_changes(wishes),
        channels={channel.id: is_open for channel, is_open in places if channel is not None},
    )


def _policy_changes(wishes: Wishes, moderators: Iterable[int]) -> dict[str, Any]:
    general, restricted = wishes.strictness, wishes.restricted_strictness or wishes.strictness
    artists, role = wishes.artists, wishes.moderators
    if role is not None and role.is_default():  # everybody moderates nowhere
        role = None
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
        "daily_images": wishes.daily,
        "locale": wishes.language and LANGUAGES.get(wishes.language, ""),
    }
    return {name: value or None for name, value in named.items() if value is not None}
