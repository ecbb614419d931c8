"""The buttons with which moderators decide about a withheld picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

import discord
from typing_extensions import override

from bot.languages import private_text, public_text
from bot.moderation.moderators import require_moderator
from bot.views.base import AtelierButton
from bot.views.ids import ID
from bot.views.outcome import show_outcome

if TYPE_CHECKING:
    import re

    from bot.client import Atelier
    from bot.text import Text

STYLES: Final = {
    "approve": discord.ButtonStyle.success,
    "deny": discord.ButtonStyle.secondary,
    "strike": discord.ButtonStyle.danger,
    "ban": discord.ButtonStyle.danger,
    "note": discord.ButtonStyle.secondary,
}
TEMPLATE: Final = rf"atelier:review:(?P<verb>{'|'.join(STYLES)}):(?P<flag>{ID})"


class ReviewButton(AtelierButton, template=TEMPLATE):
    """Approve, deny, deny with a strike or a ban, or note something; for the guild's moderators."""

    def __init__(self, verb: str, flag_id: int, *, label: str = "") -> None:
        super().__init__(
            discord.ui.Button(
                label=label or verb,
                style=STYLES[verb],
                custom_id=f"atelier:review:{verb}:{flag_id}",
            )
        )
        self.verb = verb
        self.flag_id = flag_id

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take verb and flag from the custom id."""
        return cls(match["verb"], int(match["flag"]))

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Decide, and say in the message who did; a note is asked for first."""
        parts = interaction.client.parts
        guild_id = require_moderator(interaction, parts.policy.memory)
        if self.verb == "note":
            form = interaction.client.note_form(self.flag_id, private_text(interaction))
            await interaction.response.send_modal(form)
            return
        await interaction.response.defer()
        by: dict[str, Any] = {"guild_id": guild_id, "actor_id": interaction.user.id}
        outcome = self.verb
        decisions = parts.moderation.decisions
        if self.verb == "approve":
            if not await decisions.approve(self.flag_id, **by):
                outcome = "approve_unkept"
        else:
            await decisions.deny(self.flag_id, also=self.verb, **by)
        mention = f"<@{interaction.user.id}>"
        line = public_text(interaction).say(f"reviewed.{outcome}", mention=mention)
        await show_outcome(interaction, line)


def review_view(flag_id: int, text: Text) -> discord.ui.View:
    """Return the buttons under a picture that waits for moderators."""
    view = discord.ui.View(timeout=None)
    for verb in STYLES:
        view.add_item(ReviewButton(verb, flag_id, label=text.say(f"button.review.{verb}")))
    return view
