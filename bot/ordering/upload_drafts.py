"""Orders that begin with an attachment, while their person is asked about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from bot.files.kept_attachment import KeptAttachment
from bot.languages import private_text
from bot.ordering.changes import DrawOver, Grow, Source
from bot.ordering.upload_orders import Area, UploadOrder
from bot.ordering.wishes import NO_WISHES, Wishes, fulfil
from engine.params import GenerationParams

if TYPE_CHECKING:
    import discord

    from bot.client import Atelier
    from bot.ordering.changes import Change

    Interaction = discord.Interaction[Any]


class UploadDraft(msgspec.Struct, frozen=True, kw_only=True, tag="upload"):
    """What was said of an attachment.

    Attributes:
        file: What is started from.
        params: Everything else that was asked for.
        count: How many pictures.
        strength: How much is drawn over; of no meaning where the canvas grows.
        direction: Where the canvas grows, as in ``bot.ordering.changes.Grow``; empty for nowhere.
        zoom: Likewise, how far out.
        mask: A picture that is white where the first is redrawn.
        cells: Squares of the grid that are redrawn (``bot.ordering.cells``).
        is_transparent: Whether the transparent part is redrawn.
        wishes: The style that was asked for.
    """

    file: KeptAttachment
    params: GenerationParams
    count: int
    strength: float = 1.0
    direction: str = ""
    zoom: float = 1.0
    mask: KeptAttachment | None = None
    cells: tuple[int, ...] = ()
    is_transparent: bool = False
    wishes: Wishes = NO_WISHES

    def with_cells(self, cells: frozenset[int]) -> UploadDraft:
        """Return the same for these squares."""
        return msgspec.structs.replace(self, cells=tuple(sorted(cells)))

    def order(self, atelier: Atelier, interaction: Interaction) -> UploadOrder:
        """Return the order that it stands for; the interaction hears of a mask that was fitted."""
        return UploadOrder(
            pictures=atelier.parts.start_images,
            file=self.file,
            params=self.params,
            change=self._change(atelier),
            count=self.count,
            area=Area(self.mask, frozenset(self.cells), is_transparent=self.is_transparent),
            wishes=self.wishes,
            tell_mask_fitted=lambda: _tell_fitted(interaction),
        )

    async def price(self, atelier: Atelier, guild_id: int | None) -> int:
        """Return what it would cost, in thousandths of a credit; 0 where that is not known.

        Raises:
            bot.ordering.refusals.StyleUnknownError: There is no style of that name.
        """
        async with atelier.database.read() as session:
            params, _ = await fulfil(session, self.params, self.count, self.wishes, guild_id)
        if not (self.file.width and self.file.height):
            return 0
        source = Source(b"", self.file.width, self.file.height)
        return atelier.parts.charging.quote(self._change(atelier).apply(params, source), self.count)

    def _change(self, atelier: Atelier) -> Change:
        if self.direction:
            return Grow(self.direction, atelier.engine.models, self.zoom)
        return DrawOver(strength=self.strength)


async def _tell_fitted(interaction: Interaction) -> None:
    sentence = private_text(interaction).say("edit.mask_fitted")
    await interaction.followup.send(sentence, ephemeral=True)
