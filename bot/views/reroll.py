"""The button that draws the same again with new seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import discord
from typing_extensions import override

from bot.views.base import AtelierButton
from bot.views.ids import ID

if TYPE_CHECKING:
    import re

    from bot.client import Atelier

TEMPLATE: Final = rf"atelier:reroll:(?P<job>{ID})"


class RerollButton(AtelierButton, template=TEMPLATE):
    """Reroll: the presser's own job, on a message of its own."""

    def __init__(self, job_id: int, *, label: str = "Reroll", row: int | None = None) -> None:
        super().__init__(
            discord.ui.Button(
                label=label,
                emoji="🔄",
                style=discord.ButtonStyle.secondary,
                custom_id=f"atelier:reroll:{job_id}",
            ),
            row=row,
        )
        self.job_id = job_id

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take the job's id from the custom id."""
        return cls(int(match["job"]))

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Order the same again."""
        await interaction.client.job_presses["reroll"](interaction, self.job_id)
