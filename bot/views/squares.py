"""The select and the button with which people say what squares of a picture are redrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from typing_extensions import override

from bot.forms.squares import squares_form
from bot.languages import private_text
from bot.ordering.cells import LAST, parse_cells
from bot.views.base import chosen_in
from bot.views.draft_item import DraftItem, template_of

if TYPE_CHECKING:
    from bot.client import Atelier
    from bot.text import Text


class SquaresSelect(DraftItem[discord.ui.Select[Any]], template=template_of("squares")):
    """All squares, of which some are chosen."""

    kind = "squares"

    @staticmethod
    @override
    def drawn(custom_id: str, label: str | None) -> discord.ui.Select[Any]:
        """Return a list of all squares."""
        cells = [
            discord.SelectOption(label=str(cell), value=str(cell)) for cell in range(1, LAST + 1)
        ]
        return discord.ui.Select(
            custom_id=custom_id, placeholder=label, options=cells, max_values=LAST
        )

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Order the picture with these squares redrawn; the question stays."""
        cells = parse_cells(" ".join(chosen_in(interaction)))
        await interaction.client.answer(
            interaction, self.draft_id, cells, is_private=self.is_private
        )


class TypeSquaresButton(
    DraftItem[discord.ui.Button[discord.ui.View]], template=template_of("type-squares")
):
    """Opens a form for those who rather type numbers."""

    kind = "type-squares"

    @staticmethod
    @override
    def drawn(custom_id: str, label: str | None) -> discord.ui.Button[discord.ui.View]:
        """Return a grey button."""
        return discord.ui.Button(label=label or "Type", custom_id=custom_id)

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Open the form."""
        text = private_text(interaction)
        form = squares_form(self.draft_id, text, is_private=self.is_private)
        await interaction.response.send_modal(form)


def squares_view(draft_id: int, text: Text, *, is_private: bool) -> discord.ui.View:
    """Return what stands under a picture with numbered squares."""
    view = discord.ui.View(timeout=None)
    placeholder, label = text.say("squares.placeholder"), text.say("button.type_squares")
    view.add_item(SquaresSelect(draft_id, is_private=is_private, label=placeholder))
    view.add_item(TypeSquaresButton(draft_id, is_private=is_private, label=label))
    return view
