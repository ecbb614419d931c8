"""The moderators' command that shows the log of decisions, or hands it out as a file."""

from __future__ import annotations

import asyncio
import io
from typing import Any, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.commands.mod_answers import begin, say
from bot.languages import private_text
from bot.moderation.log_lines import action_line, log_file
from db.audit import list_actions

Interaction = discord.Interaction[Any]  # read at run time, by discord.py
MAX_LISTED = 20
MAX_EXPORTED = 50_000  # entries: a few megabytes


class LogModeration(commands.Cog):
    """The part of /mod that is about the log."""

    @app_commands.command()
    @app_commands.describe(
        user="Only decisions about this person", file="All of it, as a file instead of a list"
    )
    async def log(
        self,
        interaction: Interaction,
        user: discord.User | None = None,
        file: Literal["json", "csv"] | None = None,
    ) -> None:
        """Show the latest decisions of this server, or hand all of them out as a file."""
        atelier, guild_id = await begin(interaction)
        text = private_text(interaction)
        async with atelier.database.read() as session:
            actions = await list_actions(
                session,
                guild_id=guild_id,
                user_id=user.id if user else None,
                limit=MAX_EXPORTED if file else MAX_LISTED,
            )
        if file is None:
            await say(interaction, *(action_line(action, text) for action in actions))
            return
        data = await asyncio.to_thread(log_file, actions, file)
        attached = discord.File(io.BytesIO(data), f"moderation-log-{guild_id}.{file}")
        said = text.say("log.file", count=len(actions))
        await say(interaction, said, attachments=[attached])
