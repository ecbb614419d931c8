"""Shows one picture of several alone; picking is free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.delivering.delivery_errors import PictureMissingError
from bot.delivering.message import Buttons, Draft, Picture, alt_text, picture_name
from bot.delivering.reach import is_on_private
from bot.errors import ImageUnknownError
from bot.finding.rights import check_channel, visible_job
from bot.languages import public_text
from bot.ordering.orders import image_params, params_of, shown_image
from bot.ordering.picture_orders import RedrawOrder
from bot.text import quote_prompt

if TYPE_CHECKING:
    import discord

    from bot.client import Atelier
    from bot.text import Text
    from db.tables import Image, Job


async def pick(interaction: discord.Interaction[Atelier], job_id: int, index: int) -> None:
    """Post an image of a job in a message of its own, with all that can be done with it.

    One whose file has aged out is drawn again from its recipe.

    Raises:
        bot.errors.RefusedError: There is no such picture here, or it was given back.
    """
    atelier = interaction.client
    async with atelier.database.read() as session:
        job = await visible_job(session, job_id, interaction)
        image = await shown_image(session, job, index)
    check_channel(interaction, job)
    if not await atelier.parts.delivery.hand_out(job):
        raise ImageUnknownError
    data = await _read(atelier, image)
    if data is None:
        await atelier.jobs.accept(interaction, RedrawOrder(job_id, index))
        return
    text = public_text(interaction)
    content = _content(job, image, interaction.user.id, text)
    picture = _picture(job, image, data, text)
    draft = Draft(content, (picture,), Buttons(job.id, (index,)))
    hidden = job.is_private or is_on_private(interaction)
    await atelier.parts.moderation.copies.post(interaction, draft, [image], is_private=hidden)


async def _read(atelier: Atelier, image: Image) -> bytes | None:
    if image.file is None:
        return None
    try:
        return await atelier.storage.read(image.file)
    except (OSError, PictureMissingError):
        return None


def _picture(job: Job, image: Image, data: bytes, text: Text) -> Picture:
    alt = alt_text(job, image.index, job.num_images, text)
    return Picture(picture_name(image), data, alt)


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
