"""The button under a job that is on its way, which cancels it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import discord
from typing_extensions import override

from bot.delivering.reach import home_of
from bot.moderation.moderators import is_moderator
from bot.queueing.cancelling import Canceller
from bot.views.base import AtelierButton
from bot.views.ids import ID

if TYPE_CHECKING:
    import re

    from bot.client import Atelier

TEMPLATE: Final = rf"atelier:cancel:(?P<job>{ID})"


class CancelButton(AtelierButton, template=TEMPLATE):
    """Cancel: for the person who asked, and for moderators."""

    def __init__(self, job_id: int, *, label: str = "Cancel") -> None:
        super().__init__(
            discord.ui.Button(
                label=label,
                style=discord.ButtonStyle.secondary,
                custom_id=f"atelier:cancel:{job_id}",
            )
        )
        self.job_id = job_id

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take the job's id from the custom id."""
        return cls(int(match["job"]))

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Cancel the job; its own message then says so."""
        await interaction.response.defer()
        await interaction.client.parts.cancelling.cancel(self.job_id, canceller_of(interaction))


def canceller_of(interaction: discord.Interaction[Atelier]) -> Canceller:
    """Return who asks, with what they may do where they ask."""
    return Canceller(
        user_id=interaction.user.id,
        guild_id=home_of(interaction),
        is_moderator=is_moderator(interaction, interaction.client.parts.policy.memory),
    )
