"""The form that asks what a picture should become."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

import discord
from typing_extensions import override

from bot.commands.question import place
from bot.commands.strength import parse_strength
from bot.delivering.reach import is_on_private
from bot.files.kept_attachment import kept_attachment
from bot.forms.base import OPEN_SECONDS, AtelierForm, text_field
from bot.ordering.asked import Asked, count_of, read_flags
from bot.ordering.options import parse_text
from bot.ordering.parameters import to_params
from bot.ordering.rewording import style_wish
from bot.ordering.upload_drafts import UploadDraft
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
        draft = UploadDraft(
            file=file,
            params=to_params(asked, atelier, is_sized=False),
            count=count_of(asked),
            strength=strength,
            wishes=style_wish(asked, interaction.user.id),
        )
        await place(atelier, interaction, draft, is_private=is_on_private(interaction))


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
