"""Lists what a person has drawn in a guild, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord

from bot.delivering.links import link_to
from bot.delivering.reach import home_of
from bot.languages import private_text
from bot.ordering.orders import params_of, prompt_of
from bot.text import clip, quote_prompt
from bot.views.history import HistoryButton
from db.histories import jobs_of_person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.client import Atelier
    from bot.text import Text
    from db.tables import Job

PAGE: Final = 8  # jobs; short enough for a phone
MAX_PROMPT: Final = 80  # characters
NEWEST: Final = 10**18 - 1  # over every id


async def history_page(
    atelier: Atelier, interaction: discord.Interaction[Any], before_id: int = NEWEST
) -> dict[str, Any]:
    """Return a page of the history as the fields of a message: the jobs before one."""
    async with atelier.database.read() as session:
        jobs = await jobs_of_person(
            session,
            user_id=interaction.user.id,
            guild_id=home_of(interaction),
            limit=PAGE + 1,
            before_id=before_id,
        )
    shown, text = jobs[:PAGE], private_text(interaction)
    lines = [_line(job, text) for job in shown] or [text.say("history.none")]
    return {
        "content": clip("\n".join(lines), 2000),
        "view": _view(shown, text, has_older=len(jobs) > PAGE, is_first=before_id == NEWEST),
        "allowed_mentions": discord.AllowedMentions.none(),
    }


def _line(job: Job, text: Text) -> str:
    prompt = quote_prompt(clip(prompt_of(params_of(job)), MAX_PROMPT))
    return text.say(
        "history.one",
        job_id=job.id,
        prompt=prompt,
        link=link_to(job),
        state=text.say(f"state.{job.state.value}"),
        at=job.created_at.timestamp(),
    )


def _view(shown: Sequence[Job], text: Text, *, has_older: bool, is_first: bool) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    if not is_first:
        view.add_item(HistoryButton(NEWEST, label=text.say("button.newest")))
    if has_older:
        view.add_item(HistoryButton(shown[-1].id, label=text.say("button.older")))
    return view
