"""The review desk: withheld pictures go to a guild's moderators, and their word is carried out."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Any, Final

import discord
import structlog

from bot.calls import CALL_FAILURES, reason_of
from bot.languages import guild_text
from bot.moderation.blur import blurred
from bot.moderation.review_words import review_words
from bot.polling import poll
from bot.views.review import review_view
from db.images import read_image
from db.jobs import read_job
from db.news import News
from db.reviews import (
    count_flags,
    note_review_message,
    unposted_flags,
)

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.files.quarantine import Quarantine
    from bot.policy.memory import PolicyMemory
    from bot.policy.record import Standing
    from db.connection import Database
    from db.tables import ModerationFlag

log = structlog.stdlib.get_logger(__name__)

POLL_SECONDS: Final = 10.0
MAX_POSTED: Final = 20  # in one turn


class ReviewDesk:
    """Posts what waits for moderators into their channel, and carries out what they decide."""

    def __init__(
        self,
        client: discord.Client,
        *,
        database: Database,
        memory: PolicyMemory,
        quarantine: Quarantine,
        clock: Clock,
    ) -> None:
        self._client = client
        self._database = database
        self._memory = memory
        self._quarantine = quarantine
        self._clock = clock
        self._news = News(poll_seconds=POLL_SECONDS, sleep=clock.sleep)

    def wake(self) -> None:
        """Say that a picture was put up for review."""
        self._news.wake()

    async def run(self) -> None:
        """Post what is not posted yet; never returns."""
        await poll(self._post_open, wait=self._news.wait, delayed="reviews_wait")

    async def ask(
        self, guild_id: int | None, sentence: str, view: discord.ui.View | None = None
    ) -> bool:
        """Tell a guild's moderators something; False where they have no channel for it."""
        channel_id = self._memory.known.guild(guild_id).review_channel_id
        if channel_id is None:
            return False
        channel = self._client.get_partial_messageable(channel_id, guild_id=guild_id)
        try:
            await channel.send(
                sentence,
                view=view or discord.utils.MISSING,
                allowed_mentions=discord.AllowedMentions.none(),
                suppress_embeds=True,
            )
        except CALL_FAILURES as error:
            log.warning("moderators_not_told", guild_id=guild_id, **reason_of(error))
            return False
        return True

    def _standing(self, flag: ModerationFlag) -> Standing:
        return self._memory.known.standing(flag.guild_id, flag.user_id, self._clock.now())

    async def _post_open(self) -> None:
        async with self._database.read() as session:
            flags = await unposted_flags(session, limit=MAX_POSTED)
        for flag in flags:
            if self._memory.known.guild(flag.guild_id).review_channel_id is not None:
                await self._post(flag)

    async def _post(self, flag: ModerationFlag) -> None:
        async with self._database.read() as session:
            job = await read_job(session, flag.job_id)
            image = await read_image(session, flag.image_id or 0)
            num_flags = await count_flags(session, flag.guild_id, flag.user_id)
        if job is None or image is None:
            return
        data = await self._quarantine.read(image.job_id, image.index, image.sha256)
        preview = await asyncio.to_thread(blurred, data) if data else None
        channel_id = self._memory.known.guild(flag.guild_id).review_channel_id or 0
        channel = self._client.get_partial_messageable(channel_id, guild_id=flag.guild_id)
        text = guild_text(self._client, flag.guild_id)
        fields: dict[str, Any] = {"view": review_view(flag.id, text)}
        if preview:
            fields["file"] = discord.File(io.BytesIO(preview), f"SPOILER_review-{flag.id}.png")
        try:
            message = await channel.send(
                review_words(
                    flag,
                    job,
                    self._standing(flag),
                    text,
                    num_flags=num_flags,
                    has_picture=preview is not None,
                ),
                allowed_mentions=discord.AllowedMentions.none(),
                suppress_embeds=True,
                **fields,
            )
        except CALL_FAILURES as error:
            log.warning("review_not_posted", flag_id=flag.id, **reason_of(error))
            return
        async with self._database.begin() as session:
            await note_review_message(
                session, flag.id, channel_id=channel_id, message_id=message.id
            )
