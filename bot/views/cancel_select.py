"""The list under /queue from which people choose what to cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

import discord
from typing_extensions import override

from bot.views.cancel import canceller_of

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from bot.client import Atelier

CUSTOM_ID: Final = "atelier:cancel-one"
MAX_OPTIONS: Final = 25  # Discord's limit


class CancelSelect(discord.ui.DynamicItem[discord.ui.Select[discord.ui.View]], template=CUSTOM_ID):
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
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str]
    ) -> Self:
        """Make the select that was used."""
        return cls()

    @classmethod
    def understands(cls, custom_id: str) -> bool:
        """Return whether using a select of this id is for this class."""
        return custom_id == CUSTOM_ID

    @override
    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Cancel what was chosen; whatever goes wrong is worded for the person."""
        await interaction.client.errors.guard(interaction, _cancel(interaction))


async def _cancel(interaction: discord.Interaction[Atelier]) -> None:
    """Cancel the chosen job, then show what is left."""
    data: dict[str, Any] = dict(interaction.data or {})
    chosen = str((data.get("values") or ["0"])[0])
    await interaction.response.defer()
    parts = interaction.client.parts
    await parts.cancelling.cancel(int(chosen) if chosen.isdigit() else 0, canceller_of(interaction))
    await interaction.edit_original_response(**await parts.own_queue.shown(interaction))
