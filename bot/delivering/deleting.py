"""Takes pictures back at the wish of their person or of a moderator, leaving a trace line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.calls import CALL_FAILURES, reason_of
from bot.finding.rights import visible_job
from bot.finding.traces import leave_trace, trace_fields
from bot.languages import public_text
from db.copies import forget_copy
from db.images import delete_images

if TYPE_CHECKING:
    import discord

    from bot.client import Atelier
    from bot.text import Text
    from db.tables import Job

log = structlog.stdlib.get_logger(__name__)


async def delete_pictures(interaction: discord.Interaction[Atelier], job_id: int) -> None:
    """Remove the files of a job, then what the messages show; who may is ``bot.finding.rights``'s.

    The row goes first: whatever dies afterwards, nobody gets the pictures again, and pressing
    once more clears what is left.
    """
    atelier = interaction.client
    async with atelier.database.begin() as session:
        job = await visible_job(session, job_id, interaction)
        files = await delete_images(session, job_id, now=atelier.clock.now())
    for file in files:
        await atelier.storage.delete(file)
    log.info("pictures_deleted", job_id=job_id, num_images=len(files))
    trace = _trace(job, interaction.user.id, public_text(interaction))
    is_laid_out = interaction.message is not None and interaction.message.flags.components_v2
    await interaction.response.edit_message(**trace_fields(trace, is_laid_out=is_laid_out))
    if interaction.message and interaction.message.id != job.message_id:
        await _clear(atelier, job, trace)
        async with atelier.database.begin() as session:
            await forget_copy(session, interaction.message.id)  # it has its trace
    atelier.parts.moderation.aftermath.wake()  # which empties the copies


async def _clear(atelier: Atelier, job: Job, trace: str) -> None:
    """Take the pictures out of the job's own message too; one that is gone is let be."""
    if job.message_id is None or not job.is_reachable:
        return
    channel = atelier.get_partial_messageable(job.channel_id, guild_id=job.guild_id)
    try:
        await leave_trace(channel.get_partial_message(job.message_id), trace)
    except CALL_FAILURES as error:
        log.warning("message_not_cleared", job_id=job.id, **reason_of(error))


def _trace(job: Job, user_id: int, text: Text) -> str:
    key = "deleted.own" if job.user_id == user_id else "deleted.moderator"
    return text.say(key, mention=f"<@{user_id}>", person=f"<@{job.user_id}>")
