"""The buttons that do something with one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import discord
from typing_extensions import override

from bot.views.actions import PICTURE_ACTIONS
from bot.views.base import AtelierButton
from bot.views.ids import ID, INDEX

if TYPE_CHECKING:
    import re

    from bot.client import Atelier

TEMPLATE: Final = (
    rf"atelier:(?P<action>{'|'.join(PICTURE_ACTIONS)}):(?P<job>{ID}):(?P<index>{INDEX})"
)


class PictureButton(AtelierButton, template=TEMPLATE):
    """One action on one image of a job."""

    def __init__(
        self,
        action: str,
        job_id: int,
        index: int,
        *,
        label: str | None = None,
        emoji: str | None = None,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        row: int | None = None,
    ) -> None:
        super().__init__(
            discord.ui.Button(
                label=label or (None if emoji else action),
                emoji=emoji,
                style=style,
                custom_id=f"atelier:{action}:{job_id}:{index}",
            ),
            row=row,
        )
        self.action = action
        self.job_id = job_id
        self.index = index

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take action, job and image from the custom id."""
        return cls(match["action"], int(match["job"]), int(match["index"]))

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Do it."""
        await interaction.client.picture_presses[self.action](interaction, self.job_id, self.index)
