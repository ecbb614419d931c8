"""The buttons under a question that only the person who asked sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from typing_extensions import override

from bot.ordering.orders import DraftOrder
from bot.views.draft_item import DraftItem, template_of

if TYPE_CHECKING:
    from bot.client import Atelier

Button = discord.ui.Button[discord.ui.View]


class YesButton(DraftItem[Button], template=r"(?!)"):
    """Yes: draw what was asked about, once."""

    @staticmethod
    @override
    def drawn(custom_id: str, label: str | None) -> Button:
        """Return a green button."""
        style = discord.ButtonStyle.success
        return discord.ui.Button(label=label or "Draw", style=style, custom_id=custom_id)


class DraftButton(YesButton, template=template_of("draft")):
    """Yes, to what is drawn from words alone."""

    kind = "draft"

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Order what the draft holds."""
        order = DraftOrder(self.draft_id, interaction.user.id)
        await interaction.client.jobs.accept(interaction, order, is_private=self.is_private)


class AnswerButton(YesButton, template=template_of("answer")):
    """Yes, to what begins with a picture."""

    kind = "answer"

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Order what the draft holds."""
        await interaction.client.answer(interaction, self.draft_id, is_private=self.is_private)


def draft_view(button: YesButton) -> discord.ui.View:
    """Return what stands under the question."""
    view = discord.ui.View(timeout=None)
    view.add_item(button)
    return view
