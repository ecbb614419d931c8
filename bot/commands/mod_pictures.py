"""The moderators' commands about pictures."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import discord
from discord import app_commands
from discord.ext import commands

from bot.commands.mod_answers import begin, say
from bot.languages import private_text
from bot.moderation.card import picture_case
from bot.moderation.takedown import Target
from bot.views.mod_picture import picture_case_view
from db.reviews import open_flags

Interaction = discord.Interaction[Any]  # read at run time, by discord.py
MAX_LISTED = 20


class PictureModeration(commands.Cog):
    """The part of /mod that is about pictures."""

    @app_commands.command()
    async def reviews(self, interaction: Interaction) -> None:
        """List what waits for a moderator's decision."""
        atelier, guild_id = await begin(interaction)
        async with atelier.database.read() as session:
            flags = await open_flags(session, guild_id, limit=MAX_LISTED)
        text = private_text(interaction)
        lines = [
            text.say(
                "mod.review",
                flag=flag.id,
                mention=f"<@{flag.user_id}>",
                job=flag.job_id,
                category=flag.category,
                score=f"{flag.score:.2f}",
            )
            for flag in flags
        ]
        await say(interaction, *lines)

    @app_commands.command()
    @app_commands.describe(
        job="The job's number, as its files and messages say it", picture="Which of its pictures"
    )
    async def image(
        self,
        interaction: Interaction,
        job: app_commands.Range[int, 1],
        picture: app_commands.Range[int, 1, 9] = 1,
    ) -> None:
        """Show everything about one picture, with what can be done about it."""
        atelier, guild_id = await begin(interaction)
        text = private_text(interaction)
        async with atelier.database.read() as session:
            case = await picture_case(session, job, picture - 1, guild_id=guild_id, text=text)
        await say(interaction, case.words, view=picture_case_view(case, text))

    @app_commands.command()
    @app_commands.describe(
        job="The job's number, as its files and messages say it",
        picture="Only this picture of it",
        derived="Also everything that was made from it",
        user="Instead of a job: this person's pictures",
        hours="... of so many hours",
        do="A dry run says what would go",
    )
    async def takedown(  # noqa: PLR0917  discord.py passes options by name
        self,
        interaction: Interaction,
        job: app_commands.Range[int, 1] | None = None,
        picture: app_commands.Range[int, 1, 9] | None = None,
        derived: bool = False,  # noqa: FBT001, FBT002  an option
        user: discord.User | None = None,
        hours: app_commands.Range[int, 1, 720] = 24,
        do: Literal["dry run", "remove"] = "dry run",
    ) -> None:
        """Remove pictures for good: files, messages and buttons."""
        atelier, guild_id = await begin(interaction)
        text, takedown = private_text(interaction), atelier.parts.takedown
        target = Target(
            job_id=job,
            index=picture - 1 if picture else None,
            has_derived=derived,
            user_id=user.id if user and not job else None,
            since=atelier.clock.now() - dt.timedelta(hours=hours),
        )
        if do == "remove":
            count = await takedown.remove(target, guild_id=guild_id, actor_id=interaction.user.id)
            await say(interaction, text.say("takedown.done", count=count))
            return
        images = await takedown.find(target, guild_id)
        lines = [
            text.say("takedown.picture", job=image.job_id, number=image.index + 1)
            for image in images[:MAX_LISTED]
        ]
        await say(interaction, text.say("takedown.dry", count=len(images)), *lines)
