"""Shows the pictures of a job once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.delivering.message import Shown
from bot.errors import ImageUnknownError
from bot.finding.rights import check_channel, visible_job
from bot.ordering.picture_orders import RedrawOrder
from db.images import shown_images

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord

    from bot.client import Atelier
    from db.tables import Image


async def show_job(
    interaction: discord.Interaction[Atelier], job_id: int, *, is_private: bool
) -> None:
    """Post a job's pictures again, with their buttons; draws again what has aged out.

    Raises:
        bot.errors.JobUnknownError: There is no such job here.
        bot.errors.ImageUnknownError: It has no pictures that were shown, or gave them back.
    """
    atelier = interaction.client
    async with atelier.database.read() as session:
        job = await visible_job(session, job_id, interaction)
        kept = await shown_images(session, job)
    check_channel(interaction, job)
    hidden = is_private or job.is_private
    if not kept or not await atelier.parts.delivery.hand_out(job):
        raise ImageUnknownError
    shown = await _read(atelier, kept)
    if not shown:
        is_whole = len(kept) == job.num_images
        order = RedrawOrder(job.id, None if is_whole else kept[0].index)
        await atelier.jobs.accept(interaction, order, is_private=hidden)
        return
    draft, images = atelier.parts.writer.result(job, shown), [one.image for one in shown]
    await atelier.parts.moderation.copies.post(interaction, draft, images, is_private=hidden)


async def _read(atelier: Atelier, images: Sequence[Image]) -> list[Shown]:
    shown = []
    for image in images:
        try:
            if image.file is not None:
                shown.append(Shown(image, await atelier.storage.read(image.file)))
        except OSError:
            continue
    return shown
