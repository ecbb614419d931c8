"""The buttons that turn the pages of /history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import discord
from typing_extensions import override

from bot.views.base import AtelierButton
from bot.views.ids import ID

if TYPE_CHECKING:
    import re

    from bot.client import Atelier

TEMPLATE: Final = rf"atelier:history:(?P<before>{ID})"


class HistoryButton(AtelierButton, template=TEMPLATE):
    """Shows the jobs before one."""

    def __init__(self, before_id: int, *, label: str = "Older") -> None:
        super().__init__(
            discord.ui.Button(
                label=label,
                style=discord.ButtonStyle.secondary,
                custom_id=f"atelier:history:{before_id}",
            )
        )
        self.before_id = before_id

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take the job's id from the custom id."""
        return cls(int(match["before"]))

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Turn the page; whoever presses sees their own history."""
        await interaction.client.turn_history(interaction, self.before_id)
