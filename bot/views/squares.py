"""The select and the button with which people say what squares of a picture are redrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

import discord
from typing_extensions import override

from bot.forms.squares import squares_form
from bot.languages import private_text
from bot.ordering.cells import LAST, parse_cells
from bot.views.base import AtelierButton, AtelierItem, chosen_in
from bot.views.ids import ID, PRIVATE, mark

if TYPE_CHECKING:
    import re

    from bot.client import Atelier
    from bot.text import Text

TEMPLATE: Final = rf"atelier:squares:(?P<draft>{ID}){PRIVATE}"
TYPE_TEMPLATE: Final = rf"atelier:type-squares:(?P<draft>{ID}){PRIVATE}"


class SquaresSelect(AtelierItem[discord.ui.Select[Any]], template=TEMPLATE):
    """All squares, of which some are chosen."""

    def __init__(
        self, draft_id: int, *, is_private: bool = False, placeholder: str | None = None
    ) -> None:
        options = [
            discord.SelectOption(label=str(cell), value=str(cell)) for cell in range(1, LAST + 1)
        ]
        super().__init__(
            discord.ui.Select(
                custom_id=mark(f"atelier:squares:{draft_id}", is_private=is_private),
                placeholder=placeholder,
                options=options,
                max_values=LAST,
            )
        )
        self.draft_id = draft_id
        self.is_private = is_private

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take the draft's id from the custom id; what was chosen comes with the press."""
        return cls(int(match["draft"]), is_private=bool(match["private"]))

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Order the picture with these squares redrawn; the question stays."""
        cells = parse_cells(" ".join(chosen_in(interaction)))
        await interaction.client.answer(
            interaction, self.draft_id, cells, is_private=self.is_private
        )


class TypeSquaresButton(AtelierButton, template=TYPE_TEMPLATE):
    """Opens a form for those who rather type numbers."""

    def __init__(self, draft_id: int, *, is_private: bool = False, label: str = "Type") -> None:
        custom_id = mark(f"atelier:type-squares:{draft_id}", is_private=is_private)
        super().__init__(discord.ui.Button(label=label, custom_id=custom_id))
        self.draft_id = draft_id
        self.is_private = is_private

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take the draft's id from the custom id."""
        return cls(int(match["draft"]), is_private=bool(match["private"]))

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
    view.add_item(SquaresSelect(draft_id, is_private=is_private, placeholder=placeholder))
    view.add_item(TypeSquaresButton(draft_id, is_private=is_private, label=label))
    return view
