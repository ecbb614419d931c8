"""Carries decisions to people: messages are written anew, reports and appeals answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import discord
import structlog

from bot.calls import CALL_FAILURES, reason_of
from bot.delivering.delivery import SHOWN
from bot.languages import guild_text
from bot.polling import poll
from db.aftermath import note_told, open_rewrites, settle_rewrite, untold_appeals, untold_reports
from db.images import are_deleted
from db.news import News
from db.tables_moderation import Appeal, Report

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.delivering.copies import Copies
    from bot.delivering.delivery import Delivery
    from db.connection import Database
    from db.tables import Job

log = structlog.stdlib.get_logger(__name__)

POLL_SECONDS: Final = 5.0  # decisions of the operator's command line are found by looking
BATCH: Final = 20


class Aftermath:
    """Finds in the database what has been decided and not told, and tells it.

    Nothing is lost when a bot dies in between. Who takes no direct messages goes without.
    """

    def __init__(
        self,
        client: discord.Client,
        *,
        database: Database,
        delivery: Delivery,
        copies: Copies,
        clock: Clock,
    ) -> None:
        self._client = client
        self._database = database
        self._delivery = delivery
        self._copies = copies
        self._clock = clock
        self._news = News(poll_seconds=POLL_SECONDS, sleep=clock.sleep)

    def wake(self) -> None:
        """Say that something was decided."""
        self._news.wake()

    async def run(self) -> None:
        """Tell again and again; never returns."""
        await poll(self.work, wait=self._news.wait, delayed="decisions_wait")

    async def work(self) -> None:
        """Tell all that is untold.

        Raises:
            db.errors.DatabaseError: The database is away; what is left is told next time.
        """
        await self._rewrite()
        await self._copies.clear()
        await self._answer_reports()
        await self._answer_appeals()

    async def _rewrite(self) -> None:
        async with self._database.read() as session:
            found = await open_rewrites(session, limit=BATCH)
        for job, rewrite in found:
            if await self._has_pictures(job):
                await self._delivery.deliver(job)
            async with self._database.begin() as session:
                await settle_rewrite(session, rewrite)

    async def _has_pictures(self, job: Job) -> bool:
        """Tell whether a message shows pictures; a trace of deleted ones stays as it is."""
        async with self._database.read() as session:
            return job.state in SHOWN and not await are_deleted(session, job.id)

    async def _answer_reports(self) -> None:
        async with self._database.read() as session:
            reports = await untold_reports(session, limit=BATCH)
        told = {(one.user_id, one.job_id): one for one in reports}
        for report in told.values():
            await self._tell(
                report.user_id, report.guild_id, f"answer.{report.state}", report.job_id
            )
        await self._note(Report, [one.id for one in reports])

    async def _answer_appeals(self) -> None:
        async with self._database.read() as session:
            appeals = await untold_appeals(session, limit=BATCH)
        for appeal in appeals:
            job_id = appeal.subject_id if appeal.subject == "job" else None
            key = f"answer.{appeal.state}" + ("" if job_id else "_refusal")
            await self._tell(appeal.user_id, appeal.guild_id, key, job_id)
        await self._note(Appeal, [one.id for one in appeals])

    async def _note(self, table: type[Report | Appeal], ids: list[int]) -> None:
        if ids:
            async with self._database.begin() as session:
                await note_told(session, table, ids, now=self._clock.now())

    async def _tell(self, user_id: int, guild_id: int | None, key: str, job_id: int | None) -> None:
        guild = self._client.get_guild(guild_id) if guild_id else None
        words = guild_text(self._client, guild_id).say(
            key, guild=guild.name if guild else str(guild_id), job=job_id or 0
        )
        try:
            channel = await self._client.create_dm(discord.Object(user_id))
            await channel.send(words, allowed_mentions=discord.AllowedMentions.none())
        except CALL_FAILURES as error:
            log.info("answer_not_taken", **reason_of(error))
