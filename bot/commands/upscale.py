"""The command that makes a picture larger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import msgspec
from discord import app_commands
from discord.ext import commands

from bot.commands.history import MAX_ID
from bot.commands.offers import offer_jobs
from bot.commands.shared_options import shared
from bot.delivering.reach import home_of
from bot.files.kept_attachment import keep_attachment
from bot.files.upload_errors import PictureUnsaidError
from bot.finding.rights import require_visible
from bot.languages import private_text
from bot.ordering.asked import Asked, read_flags
from bot.ordering.changes import enlargement
from bot.ordering.enlarging import enlarge_order, quotes
from bot.ordering.flags import ONE_ENLARGED
from bot.ordering.options import parse_text
from bot.ordering.orders import params_of, single
from bot.ordering.permutations import escape
from bot.ordering.picture_orders import ChangeOrder
from bot.ordering.recollection import Place
from bot.views.enlarge import enlarge_file_view
from engine.params import MAX_PROMPT_LENGTH

if TYPE_CHECKING:
    from bot.client import Atelier
    from bot.ordering.start_images import Attached
    from db.tables import Job

Interaction = discord.Interaction[Any]  # read at run time, by discord.py
Choices = list[app_commands.Choice[int]]

WAYS = [
    app_commands.Choice(name="Subtle: keeps what is there", value="subtle"),
    app_commands.Choice(name="Creative: adds detail of its own", value="creative"),
    app_commands.Choice(name="Plain: only larger, nothing is drawn", value="plain"),
]
FACTORS = [
    app_commands.Choice(name="2 ×", value=2),  # noqa: RUF001
    app_commands.Choice(name="4 ×", value=4),  # noqa: RUF001
]


class UpscaleCommand(commands.Cog):
    """Owns /upscale."""

    def __init__(self, atelier: Atelier) -> None:
        self._atelier = atelier

    @app_commands.command()
    @app_commands.guild_install()
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.choices(how=WAYS)
    @app_commands.choices(factor=FACTORS)
    @app_commands.describe(
        picture="Any picture: PNG, JPEG, WebP or GIF, up to 25 MB",
        job="Or the number of what you have drawn here",
        which="Which of the job's pictures; leave out for the first",
        how="Leave out for subtle",
        factor="How many times as wide and high; up to 2048 x 2048 pixels in all",
        prompt="What the picture shows, for finer detail; leave out for what is known of it",
        **shared("private"),
    )
    async def upscale(  # noqa: PLR0917  discord.py passes options by name
        self,
        interaction: Interaction,
        picture: discord.Attachment | None = None,
        job: app_commands.Range[int, 1, MAX_ID] | None = None,
        which: app_commands.Range[int, 1, 9] = 1,
        how: str = "subtle",
        factor: int = 2,
        prompt: app_commands.Range[str, 1, MAX_PROMPT_LENGTH] | None = None,
        private: bool = False,  # noqa: FBT001, FBT002  an option of the command
    ) -> None:
        """Make a picture larger.

        (Discord shows the line above to people; what follows is for developers.)

        A picture that was brought is taken as in /edit; one of a job whose file has aged out is
        drawn again from its recipe.

        Refuses, privately: RefusedError and RequestRejectedError, worded by the tree's handler.
        """
        if (picture is None) == (job is None):
            raise PictureUnsaidError
        words = Asked(prompt=parse_text(prompt or "").strip())
        asked, action = read_flags(words, unfit=ONE_ENLARGED), f"{how}{factor}"
        if picture is not None:
            order = enlarge_order(self._atelier, picture, action, asked, interaction.user.id)
            await self._atelier.jobs.accept(interaction, order, is_private=private)
        elif job is not None:
            seen = await require_visible(interaction, job)
            drawn = self._of_job(seen, which - 1, action, asked, interaction.user.id)
            await self._atelier.jobs.accept(
                interaction, drawn, is_private=private or seen.is_private
            )

    def _of_job(self, job: Job, index: int, action: str, asked: Asked, user_id: int) -> ChangeOrder:
        models = self._atelier.engine.models
        known = single(params_of(job), index).prompt
        told = escape(asked.prompt) if asked.prompt else known
        return ChangeOrder(
            self._atelier.storage,
            job.id,
            index,
            user_id,
            enlargement(action, models),
            asked=msgspec.structs.replace(asked, prompt=told),
            models=models,
        )

    @upscale.autocomplete("job")
    async def _offer_jobs(self, interaction: Interaction, typed: int | str) -> Choices:
        place = Place(interaction.user.id, home_of(interaction) or 0)
        return await offer_jobs(self._atelier, place, str(typed))


async def ask_how(atelier: Atelier, interaction: Interaction, picture: Attached) -> None:
    """Ask privately in which way to enlarge a picture, with what each costs.

    Raises:
        bot.files.upload_errors.EnlargedTooLargeError: It is too large for any.
    """
    offered = quotes(atelier, picture)
    draft_id = await keep_attachment(atelier, picture, interaction.user.id)
    text = private_text(interaction)
    await interaction.response.send_message(
        text.say("enlarge.ask"),
        view=enlarge_file_view(draft_id, offered, text),
        ephemeral=True,
    )
