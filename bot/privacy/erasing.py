"""Deletes what people want to be deleted: messages, files and rows, however often it is stopped."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

import structlog

from bot.calls import CALL_FAILURES, is_final, reason_of
from bot.delivering.threads import in_open_thread
from bot.finding.traces import leave_trace
from bot.languages import text_for
from bot.ordering.orders import params_of
from bot.ordering.references import to_upload, upload_of
from bot.polling import poll
from db.erasures import (
    finish_erasure,
    forget_job,
    jobs_to_clear,
    open_erasures,
    pictures_of_others,
    wish_erasure,
)
from db.errors import DatabaseError
from db.images import images_of_job
from db.news import News
from db.wakeup import notify
from engine.protocol import Submit

if TYPE_CHECKING:
    from collections.abc import Iterable

    import discord

    from bot.clock import Clock
    from bot.delivering.copies import Copies
    from bot.files.storage import Storage
    from bot.files.uploads import Uploads
    from db.connection import Database
    from db.tables import Erasure, Job

log = structlog.stdlib.get_logger(__name__)

POLL_SECONDS: Final = 60.0
BATCH: Final = 50  # jobs


class DiscordStaysAwayError(Exception):
    """A message could not be edited now; it is tried again."""


class Erasing:
    """Forgets people, oldest wish first.

    Of each job the messages go first, then its files, then its row: whatever is stopped in
    between is found again by the row. Several bots may do it at once.
    """

    def __init__(
        self,
        client: discord.Client,
        *,
        database: Database,
        storage: Storage,
        uploads: Uploads,
        copies: Copies,
        clock: Clock,
    ) -> None:
        self._client = client
        self._database = database
        self._storage = storage
        self._uploads = uploads
        self._copies = copies
        self._clock = clock
        self._news = News(poll_seconds=POLL_SECONDS, sleep=clock.sleep)

    async def wish(self, user_id: int) -> None:
        """Begin to forget a person; from now on nothing of theirs is shown."""
        async with self._database.begin() as session:
            await wish_erasure(session, user_id, now=self._clock.now(), actor_id=user_id)
            await notify(session)
        self._news.wake()

    async def run(self) -> None:
        """Forget whoever wants it; never returns."""
        delays = (DatabaseError, DiscordStaysAwayError, OSError)
        await poll(self.work, wait=self._news.wait, delayed="erasing_waits", delays=delays)

    async def work(self) -> None:
        """Go once over everybody who wants to be forgotten.

        Raises:
            db.errors.DatabaseError: The database is away; what is left goes next time.
            DiscordStaysAwayError: Discord is; likewise.
            OSError: A folder is closed to us; likewise.
        """
        async with self._database.read() as session:
            erasures = await open_erasures(session)
        if erasures:
            await self._copies.clear()
        for erasure in erasures:
            await self._clear_jobs(erasure)
            async with self._database.begin() as session:
                is_over = await finish_erasure(session, erasure, now=self._clock.now())
            if is_over:
                log.info("person_erased")

    async def _clear_jobs(self, erasure: Erasure) -> None:
        after_id = 0
        while True:
            async with self._database.read() as session:
                jobs = await jobs_to_clear(session, erasure, after_id=after_id, limit=BATCH)
            if not jobs:
                return
            for job in jobs:
                await self._clear_message(job)
                await self._clear_files(job)
            await self._clear_uploads(erasure.user_id, jobs)
            async with self._database.begin() as session:
                for job in jobs:
                    await forget_job(session, job.id)
            after_id = jobs[-1].id

    async def _clear_message(self, job: Job) -> None:
        """Take words and pictures out of a message; one that is out of reach is let be."""
        if job.message_id is None or not job.is_reachable:
            return
        channel = self._client.get_partial_messageable(job.channel_id, guild_id=job.guild_id)
        message = channel.get_partial_message(job.message_id)
        trace = text_for(job.locale).say("privacy.trace")
        try:
            await in_open_thread(self._client, job.channel_id, lambda: leave_trace(message, trace))
        except CALL_FAILURES as error:
            if not is_final(error):
                raise DiscordStaysAwayError from error
            log.info("message_out_of_reach", job_id=job.id, **reason_of(error))

    async def _clear_files(self, job: Job) -> None:
        async with self._database.read() as session:
            images = await images_of_job(session, job.id)
        for image in images:
            if image.file is not None:
                await self._storage.delete(image.file)

    async def _clear_uploads(self, user_id: int, jobs: Iterable[Job]) -> None:
        digests = {digest for job in jobs for digest in _uploads_of(job)}
        if not digests:
            return
        async with self._database.read() as session:
            used = await pictures_of_others(session, user_id)
        for digest in digests:
            if base64.b64encode(to_upload(digest)).decode() not in used:
                await self._uploads.delete(digest)


def _uploads_of(job: Job) -> Iterable[str]:
    params = params_of(job)
    references = (getattr(params, name) for name in Submit.PICTURE_FIELDS)
    return [digest for one in references if one and (digest := upload_of(one))]
