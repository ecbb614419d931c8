"""The forms of the wizard of /admin setup, handed in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from typing_extensions import override

from bot.forms.base import AtelierForm
from bot.ordering.options import parse_text
from bot.ordering.styles import StyleBody, style_name
from bot.setup.administrators import check_manages
from bot.setup.changing import change
from bot.setup.modals import STYLE_ID, THRESHOLD_ID
from bot.setup.settings import Changes
from bot.setup.thresholds import parse_limit, threshold_changes
from bot.views.setup import show_page, turn_to

if TYPE_CHECKING:
    import discord

    from bot.client import Atelier


class ThresholdForm(AtelierForm):
    """A category's own threshold."""

    TEMPLATE: ClassVar[re.Pattern[str]] = re.compile(re.escape(THRESHOLD_ID))

    @override
    async def submit(self, interaction: discord.Interaction[Atelier]) -> None:
        """Save it, and show the step with the pictures anew.

        Raises:
            bot.setup.errors.CategoryUnknownError: The classifier judges no such category.
            bot.setup.errors.ThresholdUnreadableError: It is no number from 0 to 1.
        """
        check_manages(interaction)
        category = parse_text(self._values.get("category", ""))
        limit = parse_limit(parse_text(self._values.get("limit", "")))
        page = turn_to(interaction, "pictures")
        await interaction.response.defer()
        atelier = interaction.client
        await change(atelier, interaction, lambda state: threshold_changes(category, limit, state))
        await show_page(interaction, page)


class GuildStyleForm(AtelierForm):
    """A style of the guild's own."""

    TEMPLATE: ClassVar[re.Pattern[str]] = re.compile(re.escape(STYLE_ID))

    @override
    async def submit(self, interaction: discord.Interaction[Atelier]) -> None:
        """Save it, and show the step with the styles anew.

        Raises:
            engine.errors.InvalidParameterError: It has no name.
            bot.ordering.refusals.TooManyStylesError: There are as many as there may be.
        """
        check_manages(interaction)
        values = {name: parse_text(typed).strip() for name, typed in self._values.items()}
        body = StyleBody(prompt=values.get("words", ""), negative_prompt=values.get("negative", ""))
        name = style_name(values.get("name", ""))
        page = turn_to(interaction, "styles")
        await interaction.response.defer()
        await change(interaction.client, interaction, lambda _state: Changes(styles={name: body}))
        await show_page(interaction, page)
