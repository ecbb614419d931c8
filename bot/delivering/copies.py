"""Copies: messages that show pictures once more, emptied when the pictures are taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import structlog

from bot.calls import CALL_FAILURES, is_final, reason_of
from bot.delivering.file_names import shown_indices
from bot.delivering.posting import post
from bot.delivering.reach import is_member, must_hide
from bot.delivering.threads import in_open_thread
from bot.finding.traces import leave_trace
from bot.languages import text_for
from db.copies import forget_copy, record_copy, stale_copies
from db.errors import DatabaseError
from db.images import images_of_job

if TYPE_CHECKING:
    from collections.abc import Iterable

    import discord

    from bot.clock import Clock
    from bot.delivering.message import Draft
    from db.connection import Database
    from db.copies import StaleCopy
    from db.tables import Image, Job

log = structlog.stdlib.get_logger(__name__)

BATCH: Final = 50  # messages


class Copies:
    """Remembers where pictures are shown besides their jobs' own messages.

    Args:
        client: Edits the messages.
        database: Remembers them.
        clock: The time.
    """

    def __init__(self, client: discord.Client, *, database: Database, clock: Clock) -> None:
        self._client = client
        self._database = database
        self._clock = clock

    async def post(
        self,
        interaction: discord.Interaction[Any],
        draft: Draft,
        images: Iterable[Image],
        *,
        is_private: bool,
    ) -> None:
        """Answer with pictures, and remember the message if the bot reaches it later."""
        message_id = await post(interaction, draft, is_private=is_private)
        is_hidden = must_hide(interaction, is_private=is_private)
        if message_id is not None and is_member(interaction) and not is_hidden:
            await self._keep(interaction, message_id, images)

    async def note(self, job: Job, message: discord.Message) -> None:
        """Remember a direct message with pictures of a job; doing it again changes nothing.

        Raises:
            db.errors.DatabaseError: The database is away.
        """
        indices = shown_indices(message, job.id)
        if not indices:
            return
        async with self._database.begin() as session:
            images = await images_of_job(session, job.id)
            await record_copy(
                session,
                message.id,
                [image.id for image in images if image.index in indices],
                channel_id=message.channel.id,
                guild_id=None,
                now=self._clock.now(),
            )

    async def _keep(
        self, interaction: discord.Interaction[Any], message_id: int, images: Iterable[Image]
    ) -> None:
        """Remember a message; where that fails, the pictures stay."""
        try:
            async with self._database.begin() as session:
                await record_copy(
                    session,
                    message_id,
                    [image.id for image in images],
                    channel_id=interaction.channel_id or 0,
                    guild_id=interaction.guild_id,
                    now=self._clock.now(),
                )
        except DatabaseError as error:
            log.error("copy_unrecorded", message_id=message_id, error_code=error.code)  # noqa: TRY400  no bug

    async def clear(self) -> None:
        """Empty all messages that show what was taken back; one out of reach is let be.

        What Discord does not take now is tried again with the next call.

        Raises:
            db.errors.DatabaseError: The database is away; what is left goes next time.
        """
        after_id = 0
        while True:
            async with self._database.read() as session:
                stale = await stale_copies(session, limit=BATCH, after_id=after_id)
            if not stale:
                return
            for copy in stale:
                await self._clear(copy)
            after_id = stale[-1].message_id

    async def _clear(self, copy: StaleCopy) -> None:
        channel = self._client.get_partial_messageable(copy.channel_id, guild_id=copy.guild_id)
        message = channel.get_partial_message(copy.message_id)
        trace = text_for(copy.locale).say("copy.gone")
        try:
            await in_open_thread(self._client, copy.channel_id, lambda: leave_trace(message, trace))
        except CALL_FAILURES as error:
            about = {"message_id": copy.message_id, **reason_of(error)}
            if not is_final(error):
                log.warning("copy_waits", **about)
                return
            log.info("copy_out_of_reach", **about)
        async with self._database.begin() as session:
            await forget_copy(session, copy.message_id)
