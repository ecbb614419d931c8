"""Tells privately how a picture came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.delivering.links import link_to
from bot.delivering.parameter_file import parameter_files
from bot.finding.rights import visible_job
from bot.languages import private_text
from bot.ordering.orders import image_params, params_of
from bot.text import clip, quote_prompt
from db.images import count_children, images_of_job, read_image
from db.jobs import read_job

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.client import Atelier
    from bot.text import Text
    from db.tables import Image, Job

MAX_CONTENT = 2000  # Discord's limit


async def tell_about(
    interaction: discord.Interaction[Atelier], job_id: int, index: int | None = None
) -> None:
    """Answer with everything that made a picture, as a file too, and where it comes from.

    Without an index the first picture of the job is described; each has its file.
    """
    async with interaction.client.database.read() as session:
        job = await visible_job(session, job_id, interaction)
        sentence = await describe(session, job, index or 0, private_text(interaction))
        images = await images_of_job(session, job.id)
    asked = [image for image in images if index in {None, image.index}]
    await interaction.response.send_message(
        sentence,
        files=await parameter_files(interaction.client.storage, asked),
        ephemeral=True,
        allowed_mentions=discord.AllowedMentions.none(),
        suppress_embeds=True,
    )


async def describe(session: AsyncSession, job: Job, index: int, text: Text) -> str:
    """Return the lines that say what a picture was made from."""
    images = {image.index: image for image in await images_of_job(session, job.id)}
    image = images.get(index)
    lines = [
        _prompt_lines(job, index, text),
        _numbers(job, index, image, text),
        text.say(
            "info.job", job_id=job.id, mention=f"<@{job.user_id}>", at=job.created_at.timestamp()
        ),
        await _parent(session, job, text),
    ]
    if image is not None and (children := await count_children(session, image.id)):
        lines.append(text.say("info.children", count=children))
    return clip("\n".join(line for line in lines if line), MAX_CONTENT)


def _prompt_lines(job: Job, index: int, text: Text) -> str:
    params = image_params(params_of(job), index)
    lines = [f"**{quote_prompt(params.prompt)}**"]
    if params.negative_prompt:
        shown = quote_prompt(clip(params.negative_prompt, 300))
        lines.append(text.say("info.negative", prompt=shown))
    return "\n".join(lines)


def _numbers(job: Job, index: int, image: Image | None, text: Text) -> str:
    params = image_params(params_of(job), index)
    facts = image.recipe if image else {}
    size = f"{image.width}×{image.height}" if image else f"{params.width}×{params.height}"  # noqa: RUF001
    line = text.say(
        "info.numbers",
        size=size,
        steps=params.num_inference_steps,
        guidance=text.write(params.guidance_scale, "number")
        if params.guidance_scale
        else text.say("info.own"),
        sampler=params.sampler or text.say("info.own"),
        seed=params.seed,
        model=str(facts.get("model") or params.model or text.say("info.own")),
    )
    if params.preset:
        line += text.say("info.draft")
    if params.variation_seed is not None:
        line += text.say("info.variation", seed=params.variation_seed)
    return line


async def _parent(session: AsyncSession, job: Job, text: Text) -> str:
    parent = await read_image(session, job.parent_image_id) if job.parent_image_id else None
    source = await read_job(session, parent.job_id) if parent else None
    if parent is None or source is None or (source.is_private and not job.is_private):
        return ""
    link = link_to(source)
    return text.say("info.parent", job_id=source.id, number=parent.index + 1, link=link)
