"""Shows a picture under numbered squares, and asks which of them are redrawn."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import discord

from bot.commands.question import together
from bot.delivering.reach import home_of
from bot.files.upload_errors import UploadUnseenError
from bot.languages import private_text
from bot.ordering.answers import keep_draft
from bot.ordering.cells import COLUMNS
from bot.policy.gate import asking_of
from bot.views.squares import squares_view

if TYPE_CHECKING:
    from bot.client import Atelier
    from bot.ordering.upload_drafts import UploadDraft

    Interaction = discord.Interaction[Any]


async def ask_squares(
    atelier: Atelier, interaction: Interaction, draft: UploadDraft, *, is_private: bool
) -> None:
    """Ask privately; the answer orders the draft, and another answer orders it once more.

    Says at once that it is looking: fetching and decoding take a while.

    Raises:
        bot.errors.RefusedError: The picture cannot be had, or may not be used.
        engine.errors.UnreadableImageError: It is no picture that we take.
    """
    asking = asking_of(interaction)
    await atelier.parts.policy.gate.check(asking, draft.params.prompt)
    await interaction.response.defer(ephemeral=True, thinking=True)
    _, seen = await atelier.parts.start_images.look_at(draft.file, asking, columns=COLUMNS)
    if seen.numbered is None:
        raise UploadUnseenError
    price = await draft.price(atelier, home_of(interaction))
    draft_id = await keep_draft(atelier, draft, interaction.user.id)
    text = private_text(interaction)
    shown = discord.File(
        io.BytesIO(seen.numbered.data), "squares.jpg", description=text.say("squares.alt")
    )
    lines = [text.say("squares.ask"), together(price, text)]
    await interaction.edit_original_response(
        content="\n".join(line for line in lines if line),
        attachments=[shown],
        view=squares_view(draft_id, text, is_private=is_private),
    )
