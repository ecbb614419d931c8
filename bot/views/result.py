"""The rows of buttons under a job's message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.message import Buttons
from bot.views.appeal import AppealButton
from bot.views.cancel import CancelButton
from bot.views.reroll import RerollButton
from bot.views.rows import picture_view, pictures_view

if TYPE_CHECKING:
    from bot.message import CancelOffer
    from bot.text import Text


def view_of(buttons: Buttons | CancelOffer, text: Text) -> discord.ui.View:
    """Return the buttons of a message: a result's, or Cancel while the job is on its way."""
    if isinstance(buttons, Buttons):
        return result_view(buttons, text)
    view = discord.ui.View(timeout=None)
    view.add_item(CancelButton(buttons.job_id, label=text.say("button.cancel")))
    return view


def result_view(buttons: Buttons, text: Text) -> discord.ui.View:
    """Return the buttons of a result; where nothing is shown only Reroll is left."""
    if len(buttons.indexes) > 1:
        return pictures_view(buttons.job_id, buttons.indexes, text)
    if buttons.indexes:
        return picture_view(buttons.job_id, buttons.indexes[0], text)
    view = discord.ui.View(timeout=None)
    if buttons.may_appeal:
        view.add_item(AppealButton("job", buttons.job_id, label=text.say("button.appeal")))
    view.add_item(RerollButton(buttons.job_id, label=text.say("button.reroll")))
    return view
