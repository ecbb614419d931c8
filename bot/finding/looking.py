"""Tells privately what a file says about itself, ours or another program's."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, Final

import discord

from bot.finding.rights import is_visible
from bot.finding.telling import describe
from bot.languages import private_text
from bot.policy.gate import asking_of
from bot.text import clip
from db.images import find_image
from db.jobs import read_job

if TYPE_CHECKING:
    from bot.client import Atelier
    from bot.ordering.start_images import Attached
    from bot.text import Text
    from engine.protocol import Inspected

MAX_CONTENT: Final = 2000  # Discord's limit
MAX_PARAMETERS: Final = 1700  # characters, so that the lines around them fit too


async def tell_about_file(
    atelier: Atelier, interaction: discord.Interaction[Any], file: Attached
) -> None:
    """Answer with how a file was made: from our records, or from what stands in the file.

    Says at once that it is looking: fetching and decoding take a while.

    Raises:
        bot.errors.RefusedError: It cannot be had, or may not be looked at.
        engine.errors.UnreadableImageError: It is no picture that we take.
    """
    asking = asking_of(interaction)
    atelier.parts.policy.gate.check_looking(asking)
    await interaction.response.defer(ephemeral=True, thinking=True)
    data, inspected = await atelier.parts.start_images.look_at(file, asking)
    sentence = await _known(atelier, interaction, data) or _written(
        inspected, private_text(interaction)
    )
    await interaction.edit_original_response(
        content=clip(sentence, MAX_CONTENT), allowed_mentions=discord.AllowedMentions.none()
    )


async def _known(
    atelier: Atelier, interaction: discord.Interaction[Any], data: bytes
) -> str | None:
    """Describe a picture that was drawn for this guild; others' stay with them."""
    async with atelier.database.read() as session:
        image = await find_image(session, sha256=hashlib.sha256(data).hexdigest())
        job = await read_job(session, image.job_id) if image else None
        if image is None or job is None or not is_visible(job, interaction):
            return None
        return await describe(session, job, image.index, private_text(interaction))


def _written(inspected: Inspected, text: Text) -> str:
    facts = {"size": f"{inspected.width}×{inspected.height}", "kind": inspected.media_type}  # noqa: RUF001
    parameters = inspected.text.get("parameters", "")
    if not parameters:
        return text.say("look.nothing", **facts)
    block = clip(parameters.replace("```", "'''"), MAX_PARAMETERS)
    return text.say("look.parameters", parameters=block, **facts)
