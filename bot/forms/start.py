"""The form that asks what a picture should become."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

import discord
from typing_extensions import override

from bot.commands.asked import Asked, count_of, read_flags
from bot.commands.options import parse_text
from bot.commands.parameters import to_params
from bot.commands.strength import parse_strength
from bot.files.kept_attachment import kept_attachment
from bot.forms.base import OPEN_SECONDS, AtelierForm, text_field
from bot.ordering.changes import DrawOver
from bot.ordering.upload_orders import UploadOrder
from bot.views.ids import ID

if TYPE_CHECKING:
    from bot.client import Atelier
    from bot.text import Text


class StartForm(AtelierForm):
    """A prompt for a picture that was chosen by the context menu."""

    TEMPLATE: ClassVar[re.Pattern[str]] = re.compile(rf"atelier:start-form:(?P<draft>{ID})")

    @override
    async def submit(self, interaction: discord.Interaction[Atelier]) -> None:
        """Order the picture drawn over."""
        atelier = interaction.client
        asked = read_flags(Asked(prompt=parse_text(self._values.get("prompt", ""))))
        strength = parse_strength(self._values.get("strength", ""))
        file = await kept_attachment(atelier, int(self._match["draft"]), interaction.user.id)
        order = UploadOrder(
            pictures=atelier.parts.start_images,
            file=file,
            params=to_params(asked, atelier, is_sized=False),
            change=DrawOver(strength=strength),
            count=count_of(asked),
        )
        await atelier.jobs.accept(interaction, order)


def start_form(draft_id: int, text: Text) -> discord.ui.Modal:
    """Return the empty form."""
    form = discord.ui.Modal(
        title=text.say("start.title"),
        custom_id=f"atelier:start-form:{draft_id}",
        timeout=OPEN_SECONDS,
    )
    form.add_item(text_field("prompt", text.say("start.prompt"), is_long=True))
    form.add_item(text_field("strength", text.say("start.strength"), "0.6", max_length=8))
    return form
