"""The buttons that do something with all pictures of a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import discord
from typing_extensions import override

from bot.views.actions import JOB_ACTIONS
from bot.views.base import AtelierButton
from bot.views.ids import ID

if TYPE_CHECKING:
    import re

    from bot.client import Atelier

TEMPLATE: Final = rf"atelier:(?P<action>{'|'.join(JOB_ACTIONS)}):(?P<job>{ID})"


class JobButton(AtelierButton, template=TEMPLATE):
    """One action on a whole job."""

    def __init__(
        self,
        action: str,
        job_id: int,
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
                custom_id=f"atelier:{action}:{job_id}",
            ),
            row=row,
        )
        self.action = action
        self.job_id = job_id

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take action and job from the custom id."""
        return cls(match["action"], int(match["job"]))

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Do it."""
        await interaction.client.job_presses[self.action](interaction, self.job_id)
