"""The buttons under a question that only the person who asked sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import discord
from typing_extensions import override

from bot.ordering.orders import DraftOrder
from bot.views.base import AtelierButton
from bot.views.ids import ID, PRIVATE, mark

if TYPE_CHECKING:
    import re

    from bot.client import Atelier

TEMPLATE: Final = rf"atelier:draft:(?P<draft>{ID}){PRIVATE}"
ANSWER_TEMPLATE: Final = rf"atelier:answer:(?P<draft>{ID}){PRIVATE}"


class DraftButton(AtelierButton, template=TEMPLATE):
    """Yes: draw what was asked about, once."""

    def __init__(self, draft_id: int, *, is_private: bool = False, label: str = "Draw") -> None:
        super().__init__(_green(mark(f"atelier:draft:{draft_id}", is_private=is_private), label))
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


class AnswerButton(AtelierButton, template=ANSWER_TEMPLATE):
    """Yes: draw what was asked about that begins with a picture, once."""

    def __init__(self, draft_id: int, *, is_private: bool = False, label: str = "Draw") -> None:
        super().__init__(_green(mark(f"atelier:answer:{draft_id}", is_private=is_private), label))
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
        await interaction.client.answer(interaction, self.draft_id, is_private=self.is_private)


def draft_view(button: DraftButton | AnswerButton) -> discord.ui.View:
    """Return what stands under the question."""
    view = discord.ui.View(timeout=None)
    view.add_item(button)
    return view


def _green(custom_id: str, label: str) -> discord.ui.Button[discord.ui.View]:
    style = discord.ButtonStyle.success
    return discord.ui.Button(label=label, style=style, custom_id=custom_id)
