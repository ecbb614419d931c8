"""The rows of buttons under finished pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.views.reroll import RerollButton
from bot.views.variation import VariationButton

if TYPE_CHECKING:
    from bot.message import Buttons
    from bot.text import Text


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
