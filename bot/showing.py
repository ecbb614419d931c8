"""Shows the pictures of a job once more."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import discord

from bot.errors import ImageUnknownError
from bot.message import Shown
from bot.orders import job_here
from bot.picture_orders import RedrawOrder
from bot.text import ENGLISH
from bot.views.result import view_of
from db.images import images_of_job

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.client import Atelier
    from bot.message import Draft
    from db.tables import Image


async def show_job(
    interaction: discord.Interaction[Atelier], job_id: int, *, is_private: bool
) -> None:
    """Post a job's pictures again, with their buttons; draws again what has aged out.

    Raises:
        bot.errors.JobUnknownError: There is no such job here.
        bot.errors.ImageUnknownError: It has no pictures that were shown.
    """
    atelier = interaction.client
    async with atelier.database.read() as session:
        job = await job_here(session, job_id, interaction.guild_id)
        images = await images_of_job(session, job.id)
    kept = [image for image in images if image.is_clean and image.deleted_at is None]
    if not kept:
        raise ImageUnknownError
    shown = await _read(atelier, kept)
    if not shown:
        await atelier.jobs.accept(interaction, RedrawOrder(job.id, kept[0].index))
        return
    draft = atelier.parts.writer.result(job, shown, max_bytes=interaction.filesize_limit)
    await _send(interaction, draft, is_private=is_private)


async def _read(atelier: Atelier, images: Sequence[Image]) -> list[Shown]:
    shown = []
    for image in images:
        try:
            if image.file is not None:
                shown.append(Shown(image, await atelier.storage.read(image.file)))
        except OSError:
            continue
    return shown


async def _send(
    interaction: discord.Interaction[Atelier], draft: Draft, *, is_private: bool
) -> None:
    files = [
        discord.File(io.BytesIO(picture.data), picture.name, description=picture.alt)
        for picture in draft.pictures
    ]
    await interaction.response.send_message(
        draft.content,
        files=files,
        view=view_of(draft.buttons, ENGLISH) if draft.buttons else discord.utils.MISSING,
        ephemeral=is_private,
        allowed_mentions=discord.AllowedMentions.none(),
        suppress_embeds=True,
    )
