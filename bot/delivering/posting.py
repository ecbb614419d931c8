"""Posts pictures in answer to an interaction, as large as they may be there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.delivering.fitting import num_bytes, send_fitted
from bot.delivering.reach import must_hide
from bot.languages import public_text
from bot.views.result import edit_fields

if TYPE_CHECKING:
    from bot.delivering.message import Draft
    from bot.text import Text


async def post(
    interaction: discord.Interaction[Any], draft: Draft, *, is_private: bool = False
) -> int | None:
    """Answer with pictures and their buttons.

    Making pictures smaller may take longer than Discord waits, so it is told to wait first.

    Returns:
        The message's id; None where Discord does not say it.
    """
    text, max_bytes = public_text(interaction), interaction.filesize_limit
    is_private = must_hide(interaction, is_private=is_private)
    if num_bytes(draft) > max_bytes:
        await interaction.response.defer(thinking=True, ephemeral=is_private)

    async def send(fitted: Draft) -> int | None:
        fields = message_fields(fitted, text, is_laid_out=interaction.client.is_laid_out)
        if interaction.response.is_done():
            sent = await interaction.followup.send(ephemeral=is_private, wait=True, **fields)
            return sent.id
        answer = await interaction.response.send_message(ephemeral=is_private, **fields)
        return answer.message_id

    return await send_fitted(draft, max_bytes, text, send)


def message_fields(draft: Draft, text: Text, *, is_laid_out: bool) -> dict[str, Any]:
    """Return what ``edit_fields`` does, as a new message takes it: nothing instead of None."""
    fields = edit_fields(draft, text, is_laid_out=is_laid_out)
    files = fields.pop("attachments")
    fields = {name: value for name, value in fields.items() if value is not None}
    return {
        **fields,
        "files": files,
        "allowed_mentions": discord.AllowedMentions.none(),
        "suppress_embeds": True,
    }
