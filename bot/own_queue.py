"""What of one person's is waiting or being drawn, as /queue shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord

from bot.languages import private_text
from bot.orders import params_of
from bot.reach import home_of
from bot.text import clip, quote_prompt
from bot.views.cancel_select import MAX_OPTIONS, CancelSelect
from db.job_reads import jobs_on_the_way, position
from db.jobs import JobState

if TYPE_CHECKING:
    from bot.text import Text
    from db.connection import Database
    from db.tables import Job

MAX_PROMPT: Final = 60
MAX_LABEL: Final = 100  # Discord's limit


class OwnQueue:
    """Lists a person's unfinished jobs, with a select to cancel one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def shown(self, interaction: discord.Interaction[Any]) -> dict[str, Any]:
        """Return content and view for the person who asks, where they ask."""
        async with self._database.read() as session:
            jobs = await jobs_on_the_way(
                session,
                user_id=interaction.user.id,
                guild_id=home_of(interaction),
                limit=MAX_OPTIONS,
            )
            ahead = {job.id: await position(session, job.id) for job in jobs}
        text = private_text(interaction)
        if not jobs:
            return {"content": text.say("queue.empty"), "view": None}
        lines = [self._line(job, ahead[job.id], text) for job in jobs]
        content = clip("\n".join([text.say("queue.header"), *lines]), 2000)
        return {"content": content, "view": self._view(jobs, text)}

    def _line(self, job: Job, ahead: int | None, text: Text) -> str:
        prompt = clip(quote_prompt(params_of(job).prompt), MAX_PROMPT)
        key = "queue.drawing" if ahead is None else "queue.waiting"
        return text.say(key, job_id=job.id, ahead=ahead or 0, prompt=prompt)

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
