"""The buttons with which moderators decide about reports and appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Self

import discord
from typing_extensions import override

from bot.languages import public_text
from bot.moderation.moderators import require_moderator
from bot.moderation.takedown import Target
from bot.policy.refusals import CaseClosedError
from bot.views.base import AtelierButton
from bot.views.ids import ID
from bot.views.outcome import show_outcome

if TYPE_CHECKING:
    import re

    from bot.client import Atelier
    from bot.text import Text

STYLES: Final = {
    "remove": discord.ButtonStyle.danger,
    "keep": discord.ButtonStyle.secondary,
    "accept": discord.ButtonStyle.success,
    "reject": discord.ButtonStyle.secondary,
}
TEMPLATE: Final = rf"atelier:case:(?P<verb>{'|'.join(STYLES)}):(?P<id>{ID})"


class CaseButton(AtelierButton, template=TEMPLATE):
    """Remove or keep what was reported (by job), accept or reject an appeal; for moderators."""

    def __init__(self, verb: str, subject_id: int, *, label: str = "") -> None:
        super().__init__(
            discord.ui.Button(
                label=label or verb,
                style=STYLES[verb],
                custom_id=f"atelier:case:{verb}:{subject_id}",
            )
        )
        self.verb = verb
        self.subject_id = subject_id

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take verb and subject from the custom id."""
        return cls(match["verb"], int(match["id"]))

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Decide, and say in the message who did."""
        guild_id = require_moderator(interaction, interaction.client.parts.policy.memory)
        await interaction.response.defer()
        await self._decide(interaction.client, guild_id, interaction.user.id)
        mention = f"<@{interaction.user.id}>"
        line = public_text(interaction).say(f"case.{self.verb}", mention=mention)
        await show_outcome(interaction, line)

    async def _decide(self, atelier: Atelier, guild_id: int, actor_id: int) -> None:
        moderation = atelier.parts.moderation
        if self.verb == "remove":
            target = Target(job_id=self.subject_id)
            await moderation.takedown.remove(target, guild_id=guild_id, actor_id=actor_id)
        elif self.verb == "keep":
            closed = await moderation.takedown.keep(
                self.subject_id, guild_id=guild_id, actor_id=actor_id
            )
            if not closed:
                raise CaseClosedError
        elif self.verb == "accept":
            await moderation.appeals.accept(self.subject_id, guild_id=guild_id, actor_id=actor_id)
        else:
            await moderation.appeals.reject(self.subject_id, guild_id=guild_id, actor_id=actor_id)


def report_view(job_id: int, text: Text) -> discord.ui.View:
    """Return the buttons under a report."""
    return _view(("remove", "keep"), job_id, text)


def appeal_view(appeal_id: int, text: Text) -> discord.ui.View:
    """Return the buttons under an appeal."""
    return _view(("accept", "reject"), appeal_id, text)


def _view(verbs: tuple[str, ...], subject_id: int, text: Text) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    for verb in verbs:
        view.add_item(CaseButton(verb, subject_id, label=text.say(f"button.case.{verb}")))
    return view
