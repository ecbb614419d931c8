"""Asks first, privately, where one prompt stands for several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord
import msgspec

from bot.errors import TooManyImagesError
from bot.languages import private_text
from bot.text import clip, quote_prompt
from bot.views.draft import draft_view
from db.drafts import new_draft_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.client import Atelier
    from bot.orders import ImagineOrder
    from bot.text import Text

    Interaction = discord.Interaction[Any]

MAX_LISTED: Final = 9
MAX_LINE: Final = 150  # characters of one prompt


async def ask_first(
    atelier: Atelier,
    interaction: Interaction,
    order: ImagineOrder,
    prompts: Sequence[str],
    *,
    is_private: bool,
) -> None:
    """Say what a template stands for and how many pictures that is; a button then orders them.

    What the button orders is kept first, so that no press comes too early.

    Raises:
        bot.errors.TooManyImagesError: The guild allows fewer in one command.
    """
    num_images = order.num_images
    _check(atelier, interaction, num_images)
    draft_id = new_draft_id(atelier.rng)
    body = {
        "params": msgspec.to_builtins(order.params),
        "num_images": num_images,
        "wishes": msgspec.to_builtins(order.wishes),
    }
    await atelier.save_draft(draft_id, interaction.user.id, body)
    await interaction.response.send_message(
        _sentence(prompts, num_images, private_text(interaction)),
        view=draft_view(draft_id, num_images, private_text(interaction), is_private=is_private),
        ephemeral=True,
        allowed_mentions=discord.AllowedMentions.none(),
        suppress_embeds=True,
    )


def _check(atelier: Atelier, interaction: Interaction, num_images: int) -> None:
    known = atelier.parts.guild_limits.known_max_images(interaction.guild_id or 0)
    if known is not None and num_images > known:
        raise TooManyImagesError(num_images=num_images, max_images=known)


def _sentence(prompts: Sequence[str], num_images: int, text: Text) -> str:
    lines = [f"- {quote_prompt(clip(prompt, MAX_LINE))}" for prompt in prompts[:MAX_LISTED]]
    if len(prompts) > MAX_LISTED:
        lines.append(text.say("permutations.more", count=len(prompts) - MAX_LISTED))
    listed = "\n".join(lines)
    return text.say("permutations.ask", prompts=len(prompts), count=num_images, list=listed)
