"""The commands with which people find what they have drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.commands.offers import offer_jobs
from bot.delivering.reach import home_of
from bot.files.upload_errors import PictureAbsentError
from bot.finding.history import history_page
from bot.finding.looking import tell_about_file
from bot.finding.showing import show_job
from bot.finding.telling import tell_about
from bot.ordering.recollection import Place

if TYPE_CHECKING:
    from bot.client import Atelier

Interaction = discord.Interaction[Any]  # read at run time, by discord.py
Choices = list[app_commands.Choice[int]]

MAX_ID = 2**53 - 1  # Discord's integers


class History(commands.Cog):
    """Owns /history, /show and /info."""

    def __init__(self, atelier: Atelier) -> None:
        self._atelier = atelier

    @app_commands.command()
    @app_commands.guild_install()
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def history(self, interaction: Interaction) -> None:
        """List what you have drawn here, the newest first.

        (Discord shows the line above to people; what follows is for developers.)

        Answers privately, with buttons that turn the page, and defers first: the list comes from
        the database.
        """
        await interaction.response.defer(ephemeral=True)
        await interaction.edit_original_response(**await history_page(self._atelier, interaction))

    @app_commands.command()
    @app_commands.guild_install()
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.describe(
        job="Its number, as Info and /history tell it", private="Show it to you alone"
    )
    async def show(
        self,
        interaction: Interaction,
        job: app_commands.Range[int, 1, MAX_ID],
        private: bool = False,  # noqa: FBT001, FBT002  an option of the command
    ) -> None:
        """Show pictures that were drawn here once more.

        (Discord shows the line above to people; what follows is for developers.)

        Pictures whose files have aged out are drawn again from their recipe.

        Refuses, privately: JobUnknownError and ImageUnknownError.
        """
        await show_job(interaction, job, is_private=private)

    @app_commands.command()
    @app_commands.guild_install()
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.describe(
        picture="A picture from anywhere; what other programs wrote into it is read too",
        job="Or the number of what was drawn here",
    )
    async def info(
        self,
        interaction: Interaction,
        picture: discord.Attachment | None = None,
        job: app_commands.Range[int, 1, MAX_ID] | None = None,
    ) -> None:
        """Tell how a picture was made.

        (Discord shows the line above to people; what follows is for developers.)

        Answers privately.

        Refuses, privately: RefusedError and UnreadableImageError.
        """
        if picture is not None:
            await tell_about_file(self._atelier, interaction, picture)
        elif job is not None:
            await tell_about(interaction, job)
        else:
            raise PictureAbsentError

    @show.autocomplete("job")
    @info.autocomplete("job")
    async def _offer_jobs(self, interaction: Interaction, typed: int | str) -> Choices:
        place = Place(interaction.user.id, home_of(interaction) or 0)
        return await offer_jobs(self._atelier, place, str(typed))
