"""The selects that enlarge a picture in one of several ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Self

import discord
from typing_extensions import override

from bot.errors import ButtonUnknownError
from bot.files.kept_attachment import kept_attachment
from bot.ordering.enlarging import enlarge_order
from bot.views.actions import ENLARGEMENTS
from bot.views.base import AtelierItem, chosen_in
from bot.views.ids import ID, INDEX

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

    from bot.client import Atelier
    from bot.text import Text

TEMPLATE: Final = rf"atelier:enlarge:(?P<job>{ID}):(?P<index>{INDEX})"
FILE_TEMPLATE: Final = rf"atelier:enlarge-file:(?P<draft>{ID})"
UNPRICED: Final = dict.fromkeys(ENLARGEMENTS, 0)


class EnlargeSelect(AtelierItem[discord.ui.Select[Any]], template=TEMPLATE):
    """Ways to enlarge one image of a job."""

    def __init__(
        self, job_id: int, index: int, *, text: Text | None = None, row: int | None = None
    ) -> None:
        super().__init__(_select(f"atelier:enlarge:{job_id}:{index}", UNPRICED, text), row=row)
        self.job_id = job_id
        self.index = index

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take job and image from the custom id; what was chosen comes with the press."""
        return cls(int(match["job"]), int(match["index"]))

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Do what was chosen."""
        press = interaction.client.picture_presses[_chosen(interaction)]
        await press(interaction, self.job_id, self.index)


class EnlargeFileSelect(AtelierItem[discord.ui.Select[Any]], template=FILE_TEMPLATE):
    """Ways to enlarge an attachment, which is remembered as a draft."""

    def __init__(
        self, draft_id: int, prices: Mapping[str, int] = UNPRICED, *, text: Text | None = None
    ) -> None:
        super().__init__(_select(f"atelier:enlarge-file:{draft_id}", prices, text))
        self.draft_id = draft_id

    @classmethod
    @override
    def from_match(cls, match: re.Match[str]) -> Self:
        """Take the draft's id from the custom id; what was chosen comes with the press."""
        return cls(int(match["draft"]))

    @override
    async def press(self, interaction: discord.Interaction[Atelier]) -> None:
        """Order what was chosen; the question stays, so that another way can be tried."""
        atelier, action = interaction.client, _chosen(interaction)
        file = await kept_attachment(atelier, self.draft_id, interaction.user.id)
        order = enlarge_order(atelier, file, action)
        await atelier.jobs.accept(interaction, order, is_private=False)  # only the question is


def enlarge_file_view(draft_id: int, prices: Mapping[str, int], text: Text) -> discord.ui.View:
    """Return the question how to enlarge an attachment."""
    view = discord.ui.View(timeout=None)
    view.add_item(EnlargeFileSelect(draft_id, prices, text=text))
    return view


def _select(
    custom_id: str, prices: Mapping[str, int], text: Text | None
) -> discord.ui.Select[discord.ui.View]:
    options = [_option(action, price, text) for action, price in prices.items()]
    placeholder = text.say("enlarge.placeholder") if text else None
    return discord.ui.Select(custom_id=custom_id, placeholder=placeholder, options=options)


def _option(action: str, price: int, text: Text | None) -> discord.SelectOption:
    if text is None:
        return discord.SelectOption(label=action)
    how, factor = action[:-1], action[-1]
    about = text.say(f"enlarge.{how}.about")
    return discord.SelectOption(
        label=text.say(f"enlarge.{how}", factor=factor),
        value=action,
        description=f"{about}{text.say('result.price', price=price)}" if price else about,
    )


def _chosen(interaction: discord.Interaction[Any]) -> str:
    """Return what was chosen.

    Raises:
        bot.errors.ButtonUnknownError: Nothing that was ever offered.
    """
    action = next(iter(chosen_in(interaction)), "")
    if action not in ENLARGEMENTS:
        raise ButtonUnknownError
    return action
