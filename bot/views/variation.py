"""The buttons that draw variations of one image."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import discord
from typing_extensions import override

from bot.views.base import AtelierButton
from bot.views.ids import ID, INDEX

if TYPE_CHECKING:
    import re

    from bot.client import Atelier

TEMPLATE: Final = rf"atelier:variation:(?P<job>{ID}):(?P<index>{INDEX})"


class VariationButton(AtelierButton, template=TEMPLATE):
    """V1 to V9: pictures close to that image, as the presser's own job."""

    def __init__(
        self, job_id: int, index: int, *, label: str = "V", row: int | None = None
    ) -> None:
        super().__init__(
            discord.ui.Button(
                label=label,
                style=discord.ButtonStyle.primary,
                custom_id=f"atelier:variation:{job_id}:{index}",
            ),
            row=row,
        )
        self.job_id = job_id
        self.index = index

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take job and image from the custom id."""
        return cls(int(match["job"]), int(match["index"]))

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Order variations."""
        await interaction.client.picture_presses["subtle"](interaction, self.job_id, self.index)
