"""The button with which a person asks moderators to look at a refusal again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import discord
from typing_extensions import override

from bot.delivering.reach import home_of
from bot.languages import private_text, public_text
from bot.policy.refusals import NothingToAppealError
from bot.text import quote_prompt
from bot.views.base import AtelierButton
from bot.views.case import appeal_view
from bot.views.ids import SNOWFLAKE
from db.jobs import read_job
from db.reviews import add_appeal, read_refusal

if TYPE_CHECKING:
    import re

    from bot.client import Atelier

TEMPLATE: Final = rf"atelier:appeal:(?P<subject>refusal|job):(?P<id>{SNOWFLAKE})"


class AppealButton(AtelierButton, template=TEMPLATE):
    """Appeal: once for each refusal, by the person whom it concerns."""

    def __init__(self, subject: str, subject_id: int, *, label: str = "Appeal") -> None:
        super().__init__(
            discord.ui.Button(
                label=label,
                style=discord.ButtonStyle.secondary,
                custom_id=f"atelier:appeal:{subject}:{subject_id}",
            )
        )
        self.subject = subject
        self.subject_id = subject_id
        self.job_id = subject_id if subject == "job" else None

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take the subject from the custom id."""
        return cls(match["subject"], int(match["id"]))

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Record the appeal and tell the moderators.

        Raises:
            bot.policy.refusals.NothingToAppealError: It is not theirs, or was appealed before.
        """
        await interaction.response.defer(ephemeral=True, thinking=True)
        atelier, user_id = interaction.client, interaction.user.id
        text, home = public_text(interaction), home_of(interaction)
        async with atelier.database.begin() as session:
            if self.subject == "job":
                job = await read_job(session, self.subject_id)
                owner = (job.user_id, job.guild_id) if job else None
                about = text.say("appeal.job", job_id=self.subject_id)
            else:
                refusal = await read_refusal(session, self.subject_id)
                owner = (refusal.user_id, refusal.guild_id) if refusal else None
                about = quote_prompt(refusal.prompt or refusal.code) if refusal else ""
            if owner != (user_id, home):
                raise NothingToAppealError
            appeal = await add_appeal(
                session,
                self.subject,
                self.subject_id,
                guild_id=home,
                user_id=user_id,
                now=atelier.clock.now(),
            )
        if appeal is None:
            raise NothingToAppealError
        sentence = text.say("appeal.asked", mention=f"<@{user_id}>", about=about)
        view = appeal_view(appeal.id, text)
        has_asked = await atelier.parts.reviews.ask(home, sentence, view)
        key = "appeal.sent" if has_asked else "appeal.noted"
        await interaction.edit_original_response(content=private_text(interaction).say(key))
