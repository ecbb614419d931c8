"""The button that accepts the terms of use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import discord
from typing_extensions import override

from bot.languages import private_text
from bot.policy.parts import terms_version
from bot.policy.refusals import TermsError
from bot.views.base import AtelierButton
from db.moderation_settings import accept_terms

if TYPE_CHECKING:
    import re

    from bot.client import Atelier

TEMPLATE: Final = r"atelier:terms:(?P<version>[^:]{1,32})"


class TermsButton(AtelierButton, template=TEMPLATE):
    """Accept: once for each version of the terms."""

    def __init__(self, version: str, *, label: str = "Accept") -> None:
        super().__init__(
            discord.ui.Button(
                label=label,
                style=discord.ButtonStyle.success,
                custom_id=f"atelier:terms:{version}",
            )
        )
        self.version = version

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take the version from the custom id."""
        return cls(match["version"])

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Record the acceptance, so that the next command goes through.

        Raises:
            bot.policy.refusals.TermsError: The button is older than the terms; the refusal has
                one of the present version.
        """
        atelier = interaction.client
        present = terms_version(atelier.policy_section)
        if present and self.version != present:
            raise TermsError(version=present)
        async with atelier.database.begin() as session:
            await accept_terms(session, interaction.user.id, self.version, now=atelier.clock.now())
        await atelier.parts.policy.memory.refresh()
        sentence = private_text(interaction).say("terms.accepted")
        await interaction.response.edit_message(content=sentence, view=None)
