"""Tells moderators of prompts that a rule only watches for; the job itself goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.languages import guild_text
from bot.text import quote_prompt
from db.audit import record_action
from db.errors import DatabaseError

if TYPE_CHECKING:
    import discord

    from bot.clock import Clock
    from bot.moderation.reviews import ReviewDesk
    from bot.policy.gate import Asking
    from bot.policy.rules import PromptRule
    from bot.tasks import Tasks
    from db.connection import Database

log = structlog.stdlib.get_logger(__name__)


class Notices:
    """Writes a notice into the log and into the review channel, in the background."""

    def __init__(
        self,
        client: discord.Client,
        *,
        database: Database,
        reviews: ReviewDesk,
        tasks: Tasks,
        clock: Clock,
    ) -> None:
        self._client = client
        self._database = database
        self._reviews = reviews
        self._tasks = tasks
        self._clock = clock

    def give(self, asking: Asking, rule: PromptRule, prompt: str) -> None:
        """Begin to tell; returns at once."""
        name = f"notice-{asking.interaction_id}"
        self._tasks.spawn(self._give(asking, rule, prompt), name=name)

    async def _give(self, asking: Asking, rule: PromptRule, prompt: str) -> None:
        try:
            async with self._database.begin() as session:
                await record_action(
                    session,
                    "notice",
                    guild_id=asking.guild_id,
                    actor_id=None,
                    user_id=asking.user_id,
                    now=self._clock.now(),
                    rule_id=rule.id,
                )
        except DatabaseError as error:
            log.error("notice_unrecorded", error_code=error.code)  # noqa: TRY400  no bug of ours
        words = guild_text(self._client, asking.guild_id).say(
            "notice",
            mention=f"<@{asking.user_id}>",
            channel=f"<#{asking.channel_id}>",
            rule=rule.id,
            prompt=quote_prompt(prompt),
        )
        await self._reviews.ask(asking.guild_id, words)
