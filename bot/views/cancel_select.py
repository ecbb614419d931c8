"""The list under /queue from which people choose what to cancel."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Self

import discord
from typing_extensions import override

from bot.views.base import AtelierItem, chosen_in
from bot.views.cancel import canceller_of
from bot.views.ids import ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.client import Atelier

CUSTOM_ID: Final = "atelier:cancel-one"
MAX_OPTIONS: Final = 25  # Discord's limit


class CancelSelect(AtelierItem[discord.ui.Select[discord.ui.View]], template=CUSTOM_ID):
    """Cancels the chosen job; like the buttons it needs nothing but its id."""

    def __init__(
        self, options: Sequence[discord.SelectOption] = (), *, placeholder: str | None = None
    ) -> None:
        super().__init__(
            discord.ui.Select(
                custom_id=CUSTOM_ID, placeholder=placeholder, options=list(options[:MAX_OPTIONS])
            )
        )

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Make the select that was used."""
        return cls()

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Cancel the chosen job, then show what is left."""
        chosen = next(iter(chosen_in(interaction)), "")
        job_id = int(chosen) if re.fullmatch(ID, chosen) else 0
        await interaction.response.defer()
        parts = interaction.client.parts
        await parts.cancelling.cancel(job_id, canceller_of(interaction))
        await interaction.edit_original_response(**await parts.own_queue.shown(interaction))
