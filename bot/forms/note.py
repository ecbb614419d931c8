"""The form in which a moderator notes something about a withheld picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

import discord
from typing_extensions import override

from bot.forms.base import OPEN_SECONDS, AtelierForm, text_field
from bot.languages import public_text
from bot.moderation.moderators import require_moderator
from bot.policy.refusals import CaseUnknownError
from bot.text import clip, quote_prompt
from bot.views.ids import ID
from db.notes import add_note
from db.reviews import read_flag

if TYPE_CHECKING:
    from bot.client import Atelier
    from bot.text import Text

MAX_WORDS = 1000


class NoteForm(AtelierForm):
    """Words that the guild's other moderators read."""

    TEMPLATE: ClassVar[re.Pattern[str]] = re.compile(rf"atelier:note-form:(?P<flag>{ID})")

    @override
    async def submit(self, interaction: discord.Interaction[Atelier]) -> None:
        """Keep the note, and show it under the review.

        Raises:
            bot.policy.refusals.CaseUnknownError: There is no such flag here.
        """
        atelier = interaction.client
        guild_id = require_moderator(interaction, atelier.parts.policy.memory)
        words = self._values.get("words", "").strip()
        async with atelier.database.begin() as session:
            flag = await read_flag(session, int(self._match["flag"]))
            if flag is None or flag.guild_id != guild_id:
                raise CaseUnknownError
            await add_note(
                session,
                words,
                guild_id=guild_id,
                user_id=flag.user_id,
                job_id=flag.job_id,
                actor_id=interaction.user.id,
                now=atelier.clock.now(),
            )
        shown = interaction.message.content if interaction.message else ""
        line = public_text(interaction).say(
            "noted", mention=f"<@{interaction.user.id}>", words=quote_prompt(words)
        )
        await interaction.response.edit_message(
            content=clip(f"{shown}\n{line}", 2000),
            allowed_mentions=discord.AllowedMentions.none(),
        )


def note_form(flag_id: int, text: Text) -> discord.ui.Modal:
    """Return the form, empty."""
    form = discord.ui.Modal(
        title=text.say("note.title"),
        custom_id=f"atelier:note-form:{flag_id}",
        timeout=OPEN_SECONDS,
    )
    form.add_item(text_field("words", text.say("note.words"), is_long=True, max_length=MAX_WORDS))
    return form
