"""The commands of a guild's moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.commands.mod_answers import begin, done
from bot.commands.mod_log import LogModeration
from bot.commands.mod_people import PersonModeration, Reason
from bot.commands.mod_pictures import PictureModeration
from bot.commands.mod_rules import ModRules
from db.moderation_settings import save_channel, save_settings

if TYPE_CHECKING:
    from bot.client import Atelier

Interaction = discord.Interaction[Any]  # read at run time, by discord.py


@app_commands.guild_install()
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.default_permissions(manage_messages=True)
class Mod(
    PictureModeration,
    PersonModeration,
    LogModeration,
    commands.GroupCog,
    group_name="mod",
    group_description="Moderate what is drawn here.",
):
    """Owns /mod; who may use it is looked at anew each time."""

    def __init__(self, atelier: Atelier) -> None:
        self._atelier = atelier

    rules = ModRules(name="rules", description="What may not be asked for here.")

    @app_commands.command()
    @app_commands.describe(reason="People are told", channel="Only this channel")
    async def pause(
        self,
        interaction: Interaction,
        reason: Reason,
        channel: discord.TextChannel | None = None,
    ) -> None:
        """Stop drawing here, or in one channel."""
        await _pause(interaction, reason, channel)

    @app_commands.command()
    @app_commands.describe(channel="Only this channel")
    async def resume(
        self, interaction: Interaction, channel: discord.TextChannel | None = None
    ) -> None:
        """Draw again here, or in one channel."""
        await _pause(interaction, None, channel)


async def _pause(
    interaction: Interaction, reason: str | None, channel: discord.TextChannel | None
) -> None:
    atelier, guild_id = await begin(interaction)
    about: dict[str, Any] = {"actor_id": interaction.user.id, "now": atelier.clock.now()}
    async with atelier.database.begin() as session:
        if channel is None:
            await save_settings(session, guild_id, pause_reason=reason, **about)
        else:
            await save_channel(session, channel.id, guild_id=guild_id, lock_reason=reason, **about)
    await done(interaction)
