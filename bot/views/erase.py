"""The button with which a person has all of their data deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import discord
from typing_extensions import override

from bot.languages import private_text
from bot.ordering.refusals import NotYoursError
from bot.views.base import AtelierButton
from bot.views.ids import SNOWFLAKE

if TYPE_CHECKING:
    import re

    from bot.client import Atelier

TEMPLATE: Final = rf"atelier:erase:(?P<user>{SNOWFLAKE})"


class EraseButton(AtelierButton, template=TEMPLATE):
    """Delete all of it: for the person whose data it is, and nobody else."""

    def __init__(self, user_id: int, *, label: str = "Delete") -> None:
        super().__init__(
            discord.ui.Button(
                label=label,
                style=discord.ButtonStyle.danger,
                custom_id=f"atelier:erase:{user_id}",
            )
        )
        self.user_id = user_id

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take the person from the custom id."""
        return cls(int(match["user"]))

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Begin the deletion; nothing of theirs is shown from now on.

        Raises:
            bot.ordering.refusals.NotYoursError: It is another person's button.
        """
        if interaction.user.id != self.user_id:
            raise NotYoursError
        await interaction.response.defer()
        await interaction.client.parts.privacy.erasing.wish(self.user_id)
        await interaction.client.parts.policy.memory.look()
        await interaction.edit_original_response(
            content=private_text(interaction).say("privacy.begun"), view=None
        )
