"""Traces: the sentences that stay where pictures were."""

from __future__ import annotations

from typing import Any, Final

import discord

INVALID_FORM: Final = 50035  # Discord's code where a body does not fit the message


def trace_fields(sentence: str, *, is_laid_out: bool) -> dict[str, Any]:
    """Return what a message is edited to, so that the sentence alone is left.

    Args:
        sentence: The trace.
        is_laid_out: Whether the message is made of components, which it then stays for ever.
    """
    if not is_laid_out:
        return {"content": sentence, "attachments": [], "view": None}
    layout = discord.ui.LayoutView(timeout=None)
    layout.add_item(discord.ui.TextDisplay(sentence))
    return {"content": None, "attachments": [], "view": layout}


async def leave_trace(message: discord.PartialMessage, sentence: str) -> None:
    """Leave the sentence alone in a message of which nobody knows how it is made.

    Raises:
        discord.HTTPException: It is gone, or out of reach.
    """
    try:
        await message.edit(**trace_fields(sentence, is_laid_out=False))
    except discord.HTTPException as error:
        if error.code != INVALID_FORM:
            raise
        await message.edit(**trace_fields(sentence, is_laid_out=True))
