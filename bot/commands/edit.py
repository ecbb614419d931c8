"""The command that draws over a picture, or over a part of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.commands.offers import offer_samplers
from bot.commands.question import place
from bot.commands.shared_options import shared
from bot.commands.squares import ask_squares
from bot.files.kept_attachment import KeptAttachment
from bot.files.upload_errors import AreaTwiceError
from bot.ordering.asked import MAX_NUM_IMAGES, Asked, count_of, read_flags
from bot.ordering.cells import parse_cells
from bot.ordering.options import parse_text
from bot.ordering.parameters import to_params
from bot.ordering.rewording import style_wish
from bot.ordering.upload_drafts import UploadDraft
from engine.params import MAX_GUIDANCE, MAX_PROMPT_LENGTH, MAX_SEED, MAX_STEPS

if TYPE_CHECKING:
    from bot.client import Atelier

Interaction = discord.Interaction[Any]  # read at run time, by discord.py
Choices = list[app_commands.Choice[str]]

STRENGTH = 0.6
AREA_STRENGTH = 0.9  # a part that is marked is meant to become something else


class Edit(commands.Cog):
    """Owns /edit."""

    def __init__(self, atelier: Atelier) -> None:
        self._atelier = atelier

    @app_commands.command()
    @app_commands.guild_install()
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.describe(
        picture="What to start from: PNG, JPEG, WebP or GIF, up to 25 MB",
        prompt="What it should become",
        strength="How much is drawn anew: 0.05 hardly anything, 1 everything",
        squares="Redraw only these squares of a 4 x 4 grid, numbered row by row: 1 2 5-8",
        mask="Redraw only where this picture is white",
        transparent="Redraw only the transparent part",
        grid="Show me the picture with numbered squares first, and let me choose some",
        size="A shape, or width x height in pixels; leave out for the picture's own shape",
        **shared("negative_prompt", "steps", "guidance", "sampler", "seed", "number", "private"),
    )
    async def edit(  # noqa: PLR0917  discord.py passes options by name
        self,
        interaction: Interaction,
        picture: discord.Attachment,
        prompt: app_commands.Range[str, 1, MAX_PROMPT_LENGTH],
        strength: app_commands.Range[float, 0.05, 1.0] | None = None,
        squares: app_commands.Range[str, 1, 60] | None = None,
        mask: discord.Attachment | None = None,
        transparent: bool = False,  # noqa: FBT001, FBT002  an option of the command
        grid: bool = False,  # noqa: FBT001, FBT002  likewise
        negative_prompt: app_commands.Range[str, 0, MAX_PROMPT_LENGTH] | None = None,
        size: str | None = None,
        steps: app_commands.Range[int, 1, MAX_STEPS] | None = None,
        guidance: app_commands.Range[float, 1.0, MAX_GUIDANCE] | None = None,
        sampler: str | None = None,
        seed: app_commands.Range[int, 0, MAX_SEED] | None = None,
        number: app_commands.Range[int, 1, MAX_NUM_IMAGES] | None = None,
        private: bool = False,  # noqa: FBT001, FBT002  an option of the command
    ) -> None:
        """Draw over a picture: all of it, or a part.

        (Discord shows the line above to people; what follows is for developers.)

        The public message goes out first; fetching and looking at the picture come after it
        (``UploadOrder.finish``), and a picture that cannot be used takes it back. Where there is
        something to ask first, the answer is private and a press places the order.

        Refuses, privately: RefusedError and RequestRejectedError, worded by the tree's handler.
        """
        cells = _cells(mask, squares, transparent, grid)
        asked = read_flags(
            Asked(
                prompt=parse_text(prompt),
                negative_prompt=negative_prompt,
                size=size,
                steps=steps,
                guidance=guidance,
                sampler=sampler,
                seed=seed,
                number=number,
            )
        )
        is_whole = not (mask or cells or transparent or grid)
        draft = UploadDraft(
            file=KeptAttachment.of(picture),
            params=to_params(asked, self._atelier, is_sized=False),
            count=count_of(asked),
            strength=strength or (STRENGTH if is_whole else AREA_STRENGTH),
            mask=KeptAttachment.of(mask) if mask else None,
            cells=tuple(sorted(cells)),
            is_transparent=transparent,
            wishes=style_wish(asked, interaction.user.id),
        )
        if grid:
            await ask_squares(self._atelier, interaction, draft, is_private=private)
        else:
            await place(self._atelier, interaction, draft, is_private=private)

    @edit.autocomplete("sampler")
    async def _offer_samplers(self, _interaction: Interaction, typed: str) -> Choices:
        return offer_samplers(self._atelier, typed)


def _cells(mask: discord.Attachment | None, squares: str | None, *others: bool) -> frozenset[int]:
    """Return the squares that were typed, if that is the only way in which a part was named."""
    if sum([mask is not None, squares is not None, *others]) > 1:
        raise AreaTwiceError
    return parse_cells(squares) if squares is not None else frozenset()
