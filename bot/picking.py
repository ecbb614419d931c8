"""Shows one picture of several alone; picking is free."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import discord

from bot.delivery_errors import PictureMissingError
from bot.languages import public_text
from bot.message import alt_text
from bot.orders import image_params, job_here, params_of
from bot.picture_orders import RedrawOrder, shown_image
from bot.text import quote_prompt
from bot.views.rows import picture_view

if TYPE_CHECKING:
    from bot.client import Atelier
    from bot.text import Text
    from db.tables import Image, Job


async def pick(interaction: discord.Interaction[Atelier], job_id: int, index: int) -> None:
    """Post an image of a job in a message of its own, with all that can be done with it.

    One whose file has aged out is drawn again from its recipe.
    """
    atelier = interaction.client
    async with atelier.database.read() as session:
        job = await job_here(session, job_id, interaction.guild_id)
        image = await shown_image(session, job, index)
    data = await _read(atelier, image)
    if data is None:
        await atelier.jobs.accept(interaction, RedrawOrder(job_id, index))
        return
    await interaction.response.send_message(
        _content(job, image, interaction.user.id, public_text(interaction)),
        file=_file(job, image, data, public_text(interaction)),
        view=picture_view(job.id, index, public_text(interaction)),
        allowed_mentions=discord.AllowedMentions.none(),
        suppress_embeds=True,
    )


async def _read(atelier: Atelier, image: Image) -> bytes | None:
    if image.file is None:
        return None
    try:
        return await atelier.storage.read(image.file)
    except (OSError, PictureMissingError):
        return None


def _file(job: Job, image: Image, data: bytes, text: Text) -> discord.File:
    name = f"atelier-{job.id}-{image.index + 1}.png"
    alt = alt_text(job, image.index, job.num_images, text)
    return discord.File(io.BytesIO(data), name, description=alt)


def _content(job: Job, image: Image, user_id: int, text: Text) -> str:
    prompt = quote_prompt(image_params(params_of(job), image.index).prompt)
    return text.say(
        "picked",
        prompt=prompt,
        mention=f"<@{user_id}>",
        number=image.index + 1,
        count=job.num_images,
        width=image.width,
        height=image.height,
        seed=image.seed,
    )
