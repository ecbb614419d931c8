"""Brings a result to its person directly, once, when its channel is closed to the bot."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import discord

from bot.delivering.fitting import DEFAULT_MAX_BYTES, send_fitted
from bot.delivering.message import SPOILER
from bot.delivering.posting import message_fields
from bot.languages import text_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.delivering.message import Draft
    from db.tables import Job

RECENT: Final = 50  # messages looked through for an earlier delivery


async def send_once(
    client: discord.Client, job: Job, draft: Draft, *, is_laid_out: bool = False
) -> None:
    """Send a result to the person who asked, unless an earlier attempt has done so already.

    The nonce is enforced, so Discord itself makes no second message within minutes; it forgets
    nonces after that, so the job's own file names are looked for first. Its buttons count where
    it was asked for (``bot.delivering.stand_ins``).

    Raises:
        discord.HTTPException: The person takes no messages from the bot, or Discord is away.
    """
    channel = await client.create_dm(discord.Object(job.user_id))
    if await _is_there(channel, client, job):
        return
    text = text_for(job.locale)

    async def send(fitted: Draft) -> None:
        fields = message_fields(fitted, text, is_laid_out=is_laid_out)
        await channel.send(nonce=nonce_of(job), **fields)

    await send_fitted(draft, DEFAULT_MAX_BYTES, text, send)


def nonce_of(job: Job) -> str:
    """Return what makes a new message of a job the same one when it is sent again.

    At most 25 characters, as Discord demands: a row's id has 19 digits at most.
    """
    return f"job-{job.id}"


async def _is_there(channel: discord.DMChannel, client: discord.Client, job: Job) -> bool:
    """Look for the job's files among the latest messages of a direct channel."""
    names = (f"atelier-{job.id}-", f"{SPOILER}atelier-{job.id}-")
    me = client.user
    async for message in channel.history(limit=RECENT):
        is_mine = me is not None and message.author.id == me.id
        if is_mine and any(name.startswith(names) for name in _file_names(message)):
            return True
    return False


def _file_names(message: discord.Message) -> Iterator[str]:
    """Yield the names of a message's files: attachments, or what a gallery shows."""
    yield from (file.filename for file in message.attachments)
    for component in message.components:
        for item in getattr(component, "items", ()):
            yield PurePosixPath(urlsplit(item.media.url).path).name
