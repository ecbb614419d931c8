"""The menu with which anybody reports a picture to the moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands
from typing_extensions import override

from bot.finding.rights import is_visible
from bot.languages import private_text, public_text
from bot.policy.refusals import CaseUnknownError
from bot.views.case import report_view
from db.images import images_of_job
from db.jobs import read_job_by_message
from db.reviews import add_report

if TYPE_CHECKING:
    from bot.client import Atelier
    from db.tables import Job

Interaction = discord.Interaction[Any]  # read at run time, by discord.py


class Report(commands.Cog):
    """Owns the message menu Report."""

    def __init__(self, atelier: Atelier) -> None:
        self._atelier = atelier
        self._menu = app_commands.ContextMenu(name="Report", callback=self.report)

    @override
    async def cog_load(self) -> None:
        """Register the menu; discord.py does so by itself for slash commands only."""
        self._menu.guild_only = True
        self._atelier.tree.add_command(self._menu)

    async def report(self, interaction: Interaction, message: discord.Message) -> None:
        """Tell the moderators about the pictures of a message.

        Answers privately. Refuses, privately: CaseUnknownError where the message shows no
        picture of ours in this guild.
        """
        await interaction.response.defer(ephemeral=True)
        guild_id = interaction.guild_id or 0
        async with self._atelier.database.begin() as session:
            job = await read_job_by_message(session, message.id)
            if job is None or not is_visible(job, interaction):
                raise CaseUnknownError
            outcomes = {
                await add_report(
                    session,
                    image,
                    guild_id=guild_id,
                    user_id=interaction.user.id,
                    now=self._atelier.clock.now(),
                )
                for image in await images_of_job(session, job.id)
                if image.file is not None
            }
        if not outcomes:
            raise CaseUnknownError
        if "open" in outcomes:
            await self._ask(interaction, message, job)
        key = "report.decided" if outcomes == {"kept"} else "report.thanks"
        await interaction.edit_original_response(content=private_text(interaction).say(key))

    async def _ask(self, interaction: Interaction, message: discord.Message, job: Job) -> None:
        text = public_text(interaction)
        sentence = text.say(
            "report.asked",
            mention=f"<@{interaction.user.id}>",
            link=message.jump_url,
            job=job.id,
            person=f"<@{job.user_id}>",
        )
        await self._atelier.parts.reviews.ask(job.guild_id, sentence, report_view(job.id, text))
