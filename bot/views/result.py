"""The rows of buttons under a job's message."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.message import Buttons
from bot.views.cancel import CancelButton
from bot.views.reroll import RerollButton
from bot.views.variation import VariationButton

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
    """Return the buttons of a result: one variation for each image shown, then Reroll.

    At most ten buttons in rows of five, so they stay within Discord's limit whatever the job.
    """
    view = discord.ui.View(timeout=None)
    for index in buttons.indexes:
        label = text.say("button.variation", number=index + 1)
        view.add_item(VariationButton(buttons.job_id, index, label=label))
    view.add_item(RerollButton(buttons.job_id, label=text.say("button.reroll")))
    return view
