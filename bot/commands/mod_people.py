"""The moderators' commands about people."""

from __future__ import annotations

import datetime as dt
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.commands.mod_answers import begin, done, say
from bot.languages import private_text
from bot.moderation.noting import take_note
from bot.moderation.person_card import person_lines
from db.bans import ban_user, unban_user
from db.strikes import add_strike, forgive_user

Interaction = discord.Interaction[Any]  # read at run time, by discord.py
Reason = app_commands.Range[str, 1, 300]


class PersonModeration(commands.Cog):
    """The part of /mod that is about people."""

    @app_commands.command()
    @app_commands.describe(user="Whose record")
    async def user(self, interaction: Interaction, user: discord.User) -> None:
        """Show a person's record: strikes, bans, notes and what was decided."""
        atelier, guild_id = await begin(interaction)
        async with atelier.database.read() as session:
            lines = await person_lines(
                session,
                user.id,
                guild_id=guild_id,
                known=atelier.parts.policy.memory.known,
                now=atelier.clock.now(),
                text=private_text(interaction),
            )
        await say(interaction, *lines)

    @app_commands.command()
    @app_commands.describe(user="Who", reason="They are told", days="Leave out for good")
    async def ban(
        self,
        interaction: Interaction,
        user: discord.User,
        reason: Reason,
        days: app_commands.Range[int, 1, 3650] | None = None,
    ) -> None:
        """Close drawing here to a person."""
        atelier, guild_id = await begin(interaction)
        now = atelier.clock.now()
        async with atelier.database.begin() as session:
            await ban_user(
                session,
                user.id,
                guild_id=guild_id,
                reason=reason,
                expires_at=now + dt.timedelta(days=days) if days else None,
                actor_id=interaction.user.id,
                now=now,
            )
        await done(interaction)

    @app_commands.command()
    @app_commands.describe(user="Who")
    async def unban(self, interaction: Interaction, user: discord.User) -> None:
        """Open drawing to a person again, and forgive their strikes."""
        atelier, guild_id = await begin(interaction)
        about: dict[str, Any] = {
            "guild_id": guild_id,
            "actor_id": interaction.user.id,
            "now": atelier.clock.now(),
        }
        async with atelier.database.begin() as session:
            await unban_user(session, user.id, **about)
            await forgive_user(session, user.id, **about)
        await done(interaction)

    @app_commands.command()
    @app_commands.describe(user="Who", reason="For the record")
    async def strike(self, interaction: Interaction, user: discord.User, reason: Reason) -> None:
        """Give a person a strike; several slow them down, and fade."""
        atelier, guild_id = await begin(interaction)
        async with atelier.database.begin() as session:
            await add_strike(
                session,
                user.id,
                guild_id=guild_id,
                weight=1.0,
                reason=reason,
                job_id=None,
                actor_id=interaction.user.id,
                now=atelier.clock.now(),
            )
        await done(interaction)

    @app_commands.command()
    @app_commands.describe(
        words="What the other moderators should know",
        user="About whom",
        job="Or about which job and its person",
    )
    async def note(
        self,
        interaction: Interaction,
        words: app_commands.Range[str, 1, 1000],
        user: discord.User | None = None,
        job: app_commands.Range[int, 1] | None = None,
    ) -> None:
        """Note something about a person or a job for the other moderators."""
        atelier, guild_id = await begin(interaction)
        async with atelier.database.begin() as session:
            await take_note(
                session,
                words,
                guild_id=guild_id,
                user_id=user.id if user else None,
                job_id=job,
                actor_id=interaction.user.id,
                now=atelier.clock.now(),
            )
        await done(interaction)
