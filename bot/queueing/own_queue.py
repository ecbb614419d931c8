"""What of one person's is waiting or being drawn, as /queue shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord

from bot.delivering.reach import home_of
from bot.languages import private_text
from bot.ordering.orders import params_of
from bot.queueing.outlook import read_outlook
from bot.text import clip, quote_prompt
from bot.views.cancel_select import MAX_OPTIONS, CancelSelect
from db.job_reads import jobs_on_the_way
from db.jobs import JobState

if TYPE_CHECKING:
    from bot.queueing.outlook import Outlook
    from bot.queueing.pace import Pace
    from bot.text import Text
    from db.connection import Database
    from db.tables import Job

MAX_PROMPT: Final = 60
MAX_LABEL: Final = 100  # Discord's limit


class OwnQueue:
    """Lists a person's unfinished jobs, with a select to cancel one.

    Args:
        database: The jobs.
        pace: How fast jobs are drawn.
    """

    def __init__(self, database: Database, pace: Pace) -> None:
        self._database = database
        self._pace = pace

    async def shown(self, interaction: discord.Interaction[Any]) -> dict[str, Any]:
        """Return content and view for the person who asks, where they ask."""
        text = private_text(interaction)
        return await self.of(interaction.user.id, home_of(interaction), text)

    async def of(self, user_id: int, guild_id: int | None, text: Text) -> dict[str, Any]:
        """Return content and view for a person in a guild."""
        async with self._database.read() as session:
            jobs = await jobs_on_the_way(
                session, user_id=user_id, guild_id=guild_id, limit=MAX_OPTIONS
            )
            outlooks = [await read_outlook(session, job, self._pace) for job in jobs]
        if not jobs:
            return {"content": text.say("queue.empty"), "view": None}
        lines = [self._line(*one, text) for one in zip(jobs, outlooks, strict=True)]
        content = clip("\n".join([text.say("queue.header"), *lines]), 2000)
        return {"content": content, "view": self._view(jobs, text)}

    def _line(self, job: Job, outlook: Outlook | None, text: Text) -> str:
        prompt = clip(quote_prompt(params_of(job).prompt), MAX_PROMPT)
        if outlook is None:
            return text.say("queue.drawing", job_id=job.id, prompt=prompt)
        waiting = text.say("queue.waiting", job_id=job.id, ahead=outlook.ahead, prompt=prompt)
        if outlook.seconds is None:
            return waiting
        return f"{waiting} · {text.say('queued.eta', seconds=outlook.seconds)}"

    def _view(self, jobs: list[Job], text: Text) -> discord.ui.View | None:
        options = [self._option(job, text) for job in jobs if job.state != JobState.RENDERED]
        if not options:
            return None
        view = discord.ui.View(timeout=None)
        view.add_item(CancelSelect(options, placeholder=text.say("queue.choose")))
        return view

    def _option(self, job: Job, text: Text) -> discord.SelectOption:
        prompt = " ".join(params_of(job).prompt.split())
        label = clip(text.say("queue.option", job_id=job.id, prompt=prompt), MAX_LABEL)
        return discord.SelectOption(label=label, value=str(job.id))
