"""The buttons under a question that only the person who asked sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import discord
from typing_extensions import override

from bot.orders import DraftOrder
from bot.views.base import AtelierButton
from bot.views.ids import ID

if TYPE_CHECKING:
    import re

    from bot.client import Atelier
    from bot.text import Text

TEMPLATE: Final = rf"atelier:draft:(?P<draft>{ID})(?P<private>:private)?"


class DraftButton(AtelierButton, template=TEMPLATE):
    """Yes: draw what was asked about, once."""

    def __init__(self, draft_id: int, *, is_private: bool = False, label: str = "Draw") -> None:
        super().__init__(
            discord.ui.Button(
                label=label,
                style=discord.ButtonStyle.success,
                custom_id=f"atelier:draft:{draft_id}" + (":private" if is_private else ""),
            )
        )
        self.draft_id = draft_id
        self.is_private = is_private

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take the draft's id from the custom id."""
        return cls(int(match["draft"]), is_private=bool(match["private"]))

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Order what the draft holds."""
        order = DraftOrder(self.draft_id, interaction.user.id)
        await interaction.client.jobs.accept(interaction, order, is_private=self.is_private)


def draft_view(draft_id: int, count: int, text: Text, *, is_private: bool) -> discord.ui.View:
    """Return the button of a draft of ``count`` pictures."""
    view = discord.ui.View(timeout=None)
    label = text.say("button.draw", count=count)
    view.add_item(DraftButton(draft_id, is_private=is_private, label=label))
    return view
