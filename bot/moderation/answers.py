"""Tells people privately what came of their reports and appeals, as far as they can be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
import structlog

from bot.calls import CALL_FAILURES, reason_of
from bot.languages import guild_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.tasks import Tasks
    from db.tables_moderation import Appeal, Report

log = structlog.stdlib.get_logger(__name__)


class Answers:
    """Sends direct messages in the background; who takes none goes without.

    Args:
        client: Discord's.
        tasks: Who sends.
    """

    def __init__(self, client: discord.Client, tasks: Tasks) -> None:
        self._client = client
        self._tasks = tasks

    def to_reporters(self, reports: Iterable[Report]) -> None:
        """Tell each reporter once, whatever the number of pictures."""
        told = {(one.user_id, one.job_id): one for one in reports}
        for report in told.values():
            self._send(report.user_id, report.guild_id, f"answer.{report.state}", report.job_id)

    def to_appellants(self, appeals: Iterable[Appeal]) -> None:
        """Tell each appellant."""
        for appeal in appeals:
            job_id = appeal.subject_id if appeal.subject == "job" else None
            key = f"answer.{appeal.state}" + ("" if job_id else "_refusal")
            self._send(appeal.user_id, appeal.guild_id, key, job_id)

    def _send(self, user_id: int, guild_id: int | None, key: str, job_id: int | None) -> None:
        guild = self._client.get_guild(guild_id) if guild_id else None
        words = guild_text(self._client, guild_id).say(
            key, guild=guild.name if guild else str(guild_id), job=job_id or 0
        )
        self._tasks.spawn(self._deliver(user_id, words), name=f"answer-{user_id}")

    async def _deliver(self, user_id: int, words: str) -> None:
        try:
            channel = await self._client.create_dm(discord.Object(user_id))
            await channel.send(words, allowed_mentions=discord.AllowedMentions.none())
        except CALL_FAILURES as error:
            log.info("answer_not_taken", **reason_of(error))
