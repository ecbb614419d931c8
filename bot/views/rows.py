"""Where the buttons of a result stand: the most used in reach of a thumb, Delete far from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import discord

from bot.views.choice import PictureSelect
from bot.views.enlarge import EnlargeSelect
from bot.views.job import JobButton
from bot.views.picture import PictureButton
from bot.views.reroll import RerollButton
from bot.views.variation import VariationButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.text import Text

MAX_BUTTONS: Final = 4  # pictures that have buttons of their own; more are chosen in a select
ZOOMS: Final = ("zoom15", "zoom2", "zoom", "square")
PANS: Final = {"left": "⬅️", "right": "➡️", "up": "⬆️", "down": "⬇️"}
GRAY: Final = discord.ButtonStyle.secondary
BLUE: Final = discord.ButtonStyle.primary


def picture_view(job_id: int, index: int, text: Text) -> discord.ui.View:
    """Return what stands under one picture: 15 buttons in four rows, and a select."""
    view = discord.ui.View(timeout=None)
    label = text.say("button.upscale")
    view.add_item(PictureButton("upscale", job_id, index, label=label, emoji="🔍", row=0))
    view.add_item(VariationButton(job_id, index, label=text.say("button.subtle"), row=0))
    label = text.say("button.strong")
    view.add_item(PictureButton("strong", job_id, index, label=label, style=BLUE, row=0))
    label = text.say("button.remix")
    view.add_item(PictureButton("remix", job_id, index, label=label, emoji="✏️", row=0))
    view.add_item(RerollButton(job_id, label=text.say("button.reroll"), row=0))
    for how in ZOOMS:
        label = text.say(f"button.{how}")
        view.add_item(PictureButton(how, job_id, index, label=label, row=1))
    for how, emoji in PANS.items():
        view.add_item(PictureButton(how, job_id, index, emoji=emoji, row=2))
    label = text.say("button.info")
    view.add_item(PictureButton("info", job_id, index, label=label, emoji="ℹ️", row=3))  # noqa: RUF001  the sign is meant
    view.add_item(_delete(job_id, text, row=3))
    view.add_item(EnlargeSelect(job_id, index, text=text, row=4))
    return view


def pictures_view(job_id: int, indexes: Sequence[int], text: Text) -> discord.ui.View:
    """Return what stands under several pictures: buttons for each of four, selects for more."""
    view = discord.ui.View(timeout=None)
    if len(indexes) > MAX_BUTTONS:
        view.add_item(PictureSelect("pick", job_id, indexes, text=text))
        view.add_item(PictureSelect("vary", job_id, indexes, text=text))
    else:
        for index in indexes:
            label = text.say("button.pick", number=index + 1)
            view.add_item(PictureButton("pick", job_id, index, label=label, row=0))
        for index in indexes:
            label = text.say("button.variation", number=index + 1)
            view.add_item(VariationButton(job_id, index, label=label, row=1))
    view.add_item(RerollButton(job_id, label=text.say("button.reroll"), row=2))
    label = text.say("button.remix")
    view.add_item(JobButton("remix-all", job_id, label=label, emoji="✏️", row=2))
    label = text.say("button.info")
    view.add_item(JobButton("info-all", job_id, label=label, emoji="ℹ️", row=2))  # noqa: RUF001  the sign is meant
    view.add_item(_delete(job_id, text, row=2))
    return view


def _delete(job_id: int, text: Text, *, row: int) -> JobButton:
    label = text.say("button.delete")
    style = discord.ButtonStyle.danger
    return JobButton("delete", job_id, label=label, emoji="🗑️", style=style, row=row)
