"""The selects under more than four pictures, where buttons would not fit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Self

import discord
from typing_extensions import override

from bot.errors import ButtonUnknownError
from bot.views.base import AtelierItem, chosen_in
from bot.views.ids import ID, INDEX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.client import Atelier
    from bot.text import Text

TEMPLATE: Final = rf"atelier:choose-(?P<what>pick|vary):(?P<job>{ID})"
_VALUE: Final = re.compile(rf"(?P<action>pick|subtle|strong):(?P<index>{INDEX})")
ACTIONS: Final = {"pick": ("pick",), "vary": ("subtle", "strong")}


class PictureSelect(AtelierItem[discord.ui.Select[Any]], template=TEMPLATE):
    """One picture chosen of many, to be shown alone or varied."""

    def __init__(
        self, what: str, job_id: int, indexes: Sequence[int] = (0,), *, text: Text | None = None
    ) -> None:
        options = [
            discord.SelectOption(
                label=text.say(f"choose.{action}", number=index + 1) if text else "?",
                value=f"{action}:{index}",
            )
            for index in indexes
            for action in ACTIONS[what]
        ]
        super().__init__(
            discord.ui.Select(
                custom_id=f"atelier:choose-{what}:{job_id}",
                placeholder=text.say(f"choose.{what}.placeholder") if text else None,
                options=options,
            )
        )
        self.job_id = job_id
        self.what = what

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take the job from the custom id; what was chosen comes with the press."""
        return cls(match["what"], int(match["job"]))

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Do what was chosen."""
        match = _VALUE.fullmatch(next(iter(chosen_in(interaction)), ""))
        if match is None:
            raise ButtonUnknownError
        press = interaction.client.picture_presses[match["action"]]
        await press(interaction, self.job_id, int(match["index"]))
