"""The buttons under what moderators are shown of one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

import discord
from typing_extensions import override

from bot.languages import private_text
from bot.moderation.moderators import require_moderator
from bot.moderation.takedown import Target
from bot.ordering.orders import job_here
from bot.views.base import AtelierButton
from bot.views.ids import ID, INDEX
from bot.views.review import ReviewButton
from db.strikes import add_strike

if TYPE_CHECKING:
    import re

    from bot.client import Atelier
    from bot.moderation.card import PictureCase
    from bot.text import Text

VERBS: Final = ("one", "derived", "strike")
TEMPLATE: Final = rf"atelier:take:(?P<verb>{'|'.join(VERBS)}):(?P<job>{ID}):(?P<index>{INDEX})"


class TakeButton(AtelierButton, template=TEMPLATE):
    """Take one picture down, or all that was made from it too, or give its person a strike."""

    def __init__(self, verb: str, job_id: int, index: int, *, label: str = "") -> None:
        super().__init__(
            discord.ui.Button(
                label=label or verb,
                style=discord.ButtonStyle.danger,
                custom_id=f"atelier:take:{verb}:{job_id}:{index}",
            )
        )
        self.verb = verb
        self.job_id = job_id
        self.index = index

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take verb and picture from the custom id."""
        return cls(match["verb"], int(match["job"]), int(match["index"]))

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Do it, and say so in place of what was shown.

        Raises:
            bot.errors.JobUnknownError: There is no such job here.
        """
        atelier, text = interaction.client, private_text(interaction)
        guild_id = require_moderator(interaction, atelier.parts.policy.memory)
        await interaction.response.defer()
        by: dict[str, Any] = {"guild_id": guild_id, "actor_id": interaction.user.id}
        if self.verb == "strike":
            await self._strike(atelier, **by)
            said = text.say("mod.done")
        else:
            target = Target(
                job_id=self.job_id, index=self.index, has_derived=self.verb == "derived"
            )
            count = await atelier.parts.takedown.remove(target, **by)
            said = text.say("takedown.done", count=count)
        await interaction.edit_original_response(content=said, view=None)

    async def _strike(self, atelier: Atelier, *, guild_id: int, actor_id: int) -> None:
        async with atelier.database.begin() as session:
            job = await job_here(session, self.job_id, guild_id)
            await add_strike(
                session,
                job.user_id,
                guild_id=guild_id,
                weight=1.0,
                reason="moderator",
                job_id=job.id,
                actor_id=actor_id,
                now=atelier.clock.now(),
            )
        await atelier.parts.policy.memory.refresh()


def picture_case_view(case: PictureCase, text: Text) -> discord.ui.View:
    """Return what moderators can do about a picture as it stands."""
    view = discord.ui.View(timeout=None)
    if case.open_flag is not None:
        for verb in ("approve", "deny"):
            label = text.say(f"button.review.{verb}")
            view.add_item(ReviewButton(verb, case.open_flag.id, label=label))
    verbs = [*([] if case.image.action == "removed" else ["one"]), "strike"]
    if case.num_derived:
        verbs.insert(-1, "derived")
    for verb in verbs:
        label = text.say(f"button.take.{verb}", count=case.num_derived)
        view.add_item(TakeButton(verb, case.job.id, case.image.index, label=label))
    return view
