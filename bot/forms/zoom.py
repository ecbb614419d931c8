"""The form in which a picture gets as much more canvas as its person says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

import discord
from typing_extensions import override

from bot.commands.question import place_again
from bot.forms.base import OPEN_SECONDS, AtelierForm, text_field
from bot.ordering.asked import Asked, read_flags
from bot.ordering.flags import SHAPES
from bot.ordering.growth import parse_zoom
from bot.ordering.job_drafts import JobDraft
from bot.ordering.options import parse_text
from bot.views.ids import ID, INDEX

if TYPE_CHECKING:
    from bot.client import Atelier
    from bot.text import Text

MAX_TYPED: Final = 20  # characters


class ZoomForm(AtelierForm):
    """How far out, and what the whole then shows."""

    TEMPLATE: ClassVar[re.Pattern[str]] = re.compile(
        rf"atelier:zoom-form:(?P<job>{ID}):(?P<index>{INDEX})"
    )

    @override
    async def submit(self, interaction: discord.Interaction[Atelier]) -> None:
        """Order the picture with more canvas around it."""
        atelier = interaction.client
        words = Asked(prompt=parse_text(self._values.get("prompt", "")))
        asked = read_flags(words, unfit=SHAPES)
        draft = JobDraft(
            job_id=int(self._match["job"]),
            index=int(self._match["index"]),
            asked=asked,
            zoom=parse_zoom(self._values.get("zoom", "")),
        )
        await place_again(atelier, interaction, draft)


def zoom_form(job_id: int, index: int, prompt: str, text: Text) -> discord.ui.Modal:
    """Return the form, filled with the prompt as it is."""
    form = discord.ui.Modal(
        title=text.say("zoom.title"),
        custom_id=f"atelier:zoom-form:{job_id}:{index}",
        timeout=OPEN_SECONDS,
    )
    form.add_item(text_field("zoom", text.say("zoom.factor"), "1.7", max_length=MAX_TYPED))
    form.add_item(text_field("prompt", text.say("remix.prompt"), prompt, is_long=True))
    return form
