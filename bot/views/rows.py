"""Where the buttons of a result stand: the most used in reach of a thumb, Delete far from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord

from bot.views.choice import ACTIONS, PictureSelect
from bot.views.enlarge import EnlargeSelect
from bot.views.job import JobButton
from bot.views.picture import PictureButton
from bot.views.variation import VariationButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text import Text

Row = list[discord.ui.Item[Any]]
Rows = list[Row]

MAX_BUTTONS: Final = 4  # pictures that have buttons of their own; more are chosen in a select
ZOOMS: Final = ("zoom15", "zoom2", "zoom", "square")
PANS: Final = {"left": "⬅️", "right": "➡️", "up": "⬆️", "down": "⬇️"}
BLUE: Final = discord.ButtonStyle.primary


def picture_rows(job_id: int, index: int, text: Text) -> Rows:
    """Return what stands under one picture: 15 buttons in four rows, and a select."""

    def button(action: str, **looks: Any) -> PictureButton:
        label = text.say(f"button.{action}")
        return PictureButton(action, job_id, index, label=label, **looks)

    first: Row = [
        button("upscale", emoji="🔍"),
        VariationButton(job_id, index, label=text.say("button.subtle")),
        button("strong", style=BLUE),
        button("remix", emoji="✏️"),
        reroll_button(job_id, text),
    ]
    zooms: Row = [button(how) for how in ZOOMS]
    pans: Row = [PictureButton(how, job_id, index, emoji=sign) for how, sign in PANS.items()]
    last: Row = [button("info", emoji="ℹ️"), _delete(job_id, text)]  # noqa: RUF001  the sign is meant
    return [first, zooms, pans, last, [EnlargeSelect(job_id, index, text=text)]]


def pictures_rows(job_id: int, indexes: Sequence[int], text: Text) -> Rows:
    """Return what stands under several pictures: buttons for each of four, selects for more."""
    remix, info = text.say("button.remix"), text.say("button.info")
    last: Row = [
        reroll_button(job_id, text),
        JobButton("remix-all", job_id, label=remix, emoji="✏️"),
        JobButton("info-all", job_id, label=info, emoji="ℹ️"),  # noqa: RUF001  the sign is meant
        _delete(job_id, text),
    ]
    if len(indexes) > MAX_BUTTONS:
        selects: Rows = [[PictureSelect(what, job_id, indexes, text=text)] for what in ACTIONS]
        return [*selects, last]
    picks: Row = [
        PictureButton("pick", job_id, index, label=text.say("button.pick", number=index + 1))
        for index in indexes
    ]
    variations: Row = [
        VariationButton(job_id, index, label=text.say("button.variation", number=index + 1))
        for index in indexes
    ]
    return [picks, variations, last]


def reroll_button(job_id: int, text: Text) -> JobButton:
    """Return the button that draws the same again with new seeds."""
    return JobButton("reroll", job_id, label=text.say("button.reroll"), emoji="🔄")


def _delete(job_id: int, text: Text) -> JobButton:
    style = discord.ButtonStyle.danger
    return JobButton("delete", job_id, label=text.say("button.delete"), emoji="🗑️", style=style)
