"""The form in which the words of a picture are changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

import discord
from typing_extensions import override

from bot.commands.question import place_again
from bot.forms.base import OPEN_SECONDS, AtelierForm, text_field
from bot.ordering.asked import Asked, read_flags
from bot.ordering.job_drafts import JobDraft
from bot.ordering.options import parse_text
from bot.views.ids import ID, INDEX

if TYPE_CHECKING:
    from bot.client import Atelier
    from bot.text import Text
    from engine.params import GenerationParams

_OF_ALL = "-"


class RemixForm(AtelierForm):
    """The words that a job is drawn again with."""

    TEMPLATE: ClassVar[re.Pattern[str]] = re.compile(
        rf"atelier:remix-form:(?P<job>{ID}):(?P<index>{INDEX}|{_OF_ALL})"
    )

    @override
    async def submit(self, interaction: discord.Interaction[Atelier]) -> None:
        """Order the job again with these words."""
        atelier, chosen = interaction.client, self._match["index"]
        asked = read_flags(
            Asked(
                prompt=parse_text(self._values.get("prompt", "")),
                negative_prompt=parse_text(self._values.get("negative_prompt", "")),
            )
        )
        index = None if chosen == _OF_ALL else int(chosen)
        draft = JobDraft(job_id=int(self._match["job"]), index=index, asked=asked)
        await place_again(atelier, interaction, draft)


def remix_form(
    job_id: int, index: int | None, params: GenerationParams, text: Text
) -> discord.ui.Modal:
    """Return the form, filled with the words as they are."""
    chosen = _OF_ALL if index is None else str(index)
    form = discord.ui.Modal(
        title=text.say("remix.title"),
        custom_id=f"atelier:remix-form:{job_id}:{chosen}",
        timeout=OPEN_SECONDS,
    )
    form.add_item(text_field("prompt", text.say("remix.prompt"), params.prompt, is_long=True))
    form.add_item(
        text_field(
            "negative_prompt",
            text.say("remix.negative_prompt"),
            params.negative_prompt,
            is_long=True,
            is_required=False,
        )
    )
    return form
