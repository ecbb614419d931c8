"""The form in which squares of a picture are typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

import discord
from typing_extensions import override

from bot.forms.base import OPEN_SECONDS, AtelierForm, text_field
from bot.ordering.cells import parse_cells
from bot.views.ids import ID, PRIVATE, mark

if TYPE_CHECKING:
    from bot.client import Atelier
    from bot.text import Text

MAX_TYPED: Final = 60  # characters


class SquaresForm(AtelierForm):
    """Numbers of squares, such as ``1 2 5-8``."""

    TEMPLATE: ClassVar[re.Pattern[str]] = re.compile(
        rf"atelier:squares-form:(?P<draft>{ID}){PRIVATE}"
    )

    @override
    async def submit(self, interaction: discord.Interaction[Atelier]) -> None:
        """Order the picture with these squares redrawn."""
        cells = parse_cells(self._values.get("squares", ""))
        draft_id, is_private = int(self._match["draft"]), bool(self._match["private"])
        await interaction.client.answer(interaction, draft_id, cells, is_private=is_private)


def squares_form(draft_id: int, text: Text, *, is_private: bool) -> discord.ui.Modal:
    """Return the empty form."""
    form = discord.ui.Modal(
        title=text.say("squares.title"),
        custom_id=mark(f"atelier:squares-form:{draft_id}", is_private=is_private),
        timeout=OPEN_SECONDS,
    )
    form.add_item(text_field("squares", text.say("squares.numbers"), max_length=MAX_TYPED))
    return form
