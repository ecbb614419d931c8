"""The command that gives a picture more canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.commands.question import place
from bot.commands.shared_options import shared
from bot.errors import ModelLoadingError
from bot.files.kept_attachment import KeptAttachment
from bot.ordering.asked import MAX_NUM_IMAGES, Asked, count_of, read_flags
from bot.ordering.flags import SHAPES
from bot.ordering.growth import MAX_ZOOM, OWN_ZOOM
from bot.ordering.options import parse_text
from bot.ordering.parameters import to_params
from bot.ordering.rewording import style_wish
from bot.ordering.upload_drafts import UploadDraft
from engine.params import MAX_PROMPT_LENGTH, MAX_SEED, MAX_STEPS

if TYPE_CHECKING:
    from bot.client import Atelier

Interaction = discord.Interaction[Any]  # read at run time, by discord.py

DIRECTIONS = [
    app_commands.Choice(name="Zoom out 1.5 ×", value="zoom15"),  # noqa: RUF001
    app_commands.Choice(name="Zoom out 2 ×", value="zoom2"),  # noqa: RUF001
    app_commands.Choice(name="Left", value="left"),
    app_commands.Choice(name="Right", value="right"),
    app_commands.Choice(name="Up", value="up"),
    app_commands.Choice(name="Down", value="down"),
    app_commands.Choice(name="Make square", value="square"),
]


class OutpaintCommand(commands.Cog):
    """Owns /outpaint."""

    def __init__(self, atelier: Atelier) -> None:
        self._atelier = atelier

    @app_commands.command()
    @app_commands.guild_install()
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.choices(direction=DIRECTIONS)
    @app_commands.describe(
        picture="What to go on from: PNG, JPEG, WebP or GIF, up to 25 MB",
        prompt="What the whole picture shows",
        direction="Where the canvas grows; leave out to zoom out",
        zoom="How far to zoom out, in place of a direction: 1 to 4",
        **shared("steps", "seed", "number", "private"),
    )
    async def outpaint(  # noqa: PLR0917  discord.py passes options by name
        self,
        interaction: Interaction,
        picture: discord.Attachment,
        prompt: app_commands.Range[str, 1, MAX_PROMPT_LENGTH],
        direction: str = "zoom15",
        zoom: app_commands.Range[float, 1.0, MAX_ZOOM] | None = None,
        steps: app_commands.Range[int, 1, MAX_STEPS] | None = None,
        seed: app_commands.Range[int, 0, MAX_SEED] | None = None,
        number: app_commands.Range[int, 1, MAX_NUM_IMAGES] | None = None,
        private: bool = False,  # noqa: FBT001, FBT002  an option of the command
    ) -> None:
        """Draw more around a picture: zoom out, go on to a side, make it square.

        (Discord shows the line above to people; what follows is for developers.)

        As /edit: the public message first, the picture after it.

        Refuses, privately: RefusedError and RequestRejectedError, worded by the tree's handler.
        """
        if self._atelier.engine.model is None:
            raise ModelLoadingError(size=direction)
        words = Asked(prompt=parse_text(prompt), steps=steps, seed=seed, number=number)
        asked = read_flags(words, unfit=SHAPES)
        draft = UploadDraft(
            file=KeptAttachment.of(picture),
            params=to_params(asked, self._atelier, is_sized=False),
            count=count_of(asked),
            direction=direction if zoom is None else OWN_ZOOM,
            zoom=zoom or 1.0,
            wishes=style_wish(asked, interaction.user.id),
        )
        await place(self._atelier, interaction, draft, is_private=private)
