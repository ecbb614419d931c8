"""Posts pictures in answer to an interaction, as large as they may be there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.fitting import files_of, num_bytes, send_fitted
from bot.languages import public_text
from bot.views.result import view_of

if TYPE_CHECKING:
    from bot.message import Draft
    from bot.text import Text


async def post(
    interaction: discord.Interaction[Any], draft: Draft, *, is_private: bool = False
) -> None:
    """Answer with pictures and their buttons.

    Making pictures smaller may take longer than Discord waits, so it is told to wait first.
    """
    text, max_bytes = public_text(interaction), interaction.filesize_limit
    if num_bytes(draft) > max_bytes:
        await interaction.response.defer(thinking=True, ephemeral=is_private)

    async def send(fitted: Draft) -> None:
        fields = _fields(fitted, text)
        if interaction.response.is_done():
            await interaction.followup.send(fitted.content, ephemeral=is_private, **fields)
        else:
            await interaction.response.send_message(fitted.content, ephemeral=is_private, **fields)

    await send_fitted(draft, max_bytes, text, send)


def _fields(draft: Draft, text: Text) -> dict[str, Any]:
    return {
        "files": files_of(draft),
        "view": view_of(draft.buttons, text) if draft.buttons else discord.utils.MISSING,
        "allowed_mentions": discord.AllowedMentions.none(),
        "suppress_embeds": True,
    }
