"""Brings a result to its person directly, once, when its channel is closed to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import discord

from bot.delivering.file_names import shown_indices
from bot.delivering.fitting import DEFAULT_MAX_BYTES, send_fitted
from bot.delivering.posting import message_fields
from bot.languages import text_for

if TYPE_CHECKING:
    from bot.delivering.message import Draft
    from db.tables import Job

RECENT: Final = 50  # messages looked through for an earlier delivery


async def send_once(
    client: discord.Client, job: Job, draft: Draft, *, is_laid_out: bool = False
) -> discord.Message:
    """Send a result to the person who asked, unless an earlier attempt has done so already.

    The nonce is enforced, so Discord itself makes no second message within minutes; it forgets
    nonces after that, so the job's own file names are looked for first. Its buttons count where
    it was asked for (``bot.delivering.stand_ins``).

    Returns:
        The message that the person has.

    Raises:
        discord.HTTPException: The person takes no messages from the bot, or Discord is away.
    """
    channel = await client.create_dm(discord.Object(job.user_id))
    if (earlier := await _earlier(channel, client, job)) is not None:
        return earlier
    text = text_for(job.locale)

    async def send(fitted: Draft) -> discord.Message:
        fields = message_fields(fitted, text, is_laid_out=is_laid_out)
        return await channel.send(nonce=nonce_of(job), **fields)

    return await send_fitted(draft, DEFAULT_MAX_BYTES, text, send)


def nonce_of(job: Job) -> str:
    """Return what makes a new message of a job the same one when it is sent again.

    At most 25 characters, as Discord demands: a row's id has 19 digits at most.
    """
    return f"job-{job.id}"


async def _earlier(
    channel: discord.DMChannel, client: discord.Client, job: Job
) -> discord.Message | None:
    """Look for the job's files among the latest messages of a direct channel."""
    me = client.user
    async for message in channel.history(limit=RECENT):
        is_mine = me is not None and message.author.id == me.id
        if is_mine and shown_indices(message, job.id):
            return message
    return None
