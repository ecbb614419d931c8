"""What stands under a refusal: the way out of it, where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.files.upload_errors import StartAgedOutError
from bot.policy.refusals import PolicyRefusedError, TermsError
from bot.views.appeal import AppealButton
from bot.views.draft import AnswerButton, draft_view
from bot.views.terms import TermsButton

if TYPE_CHECKING:
    from bot.text import Text


def refusal_view(error: Exception, interaction_id: int, text: Text) -> discord.ui.View | None:
    """Return the button of a refusal: accept, appeal, or draw all the same; None for others."""
    if isinstance(error, StartAgedOutError):
        return draft_view(_yes(error, text))
    if not isinstance(error, (TermsError, PolicyRefusedError)):
        return None
    view = discord.ui.View(timeout=None)
    if isinstance(error, TermsError):
        view.add_item(TermsButton(error.version, label=text.say("button.accept")))
    else:
        view.add_item(AppealButton("refusal", interaction_id, label=text.say("button.appeal")))
    return view


def _yes(error: StartAgedOutError, text: Text) -> AnswerButton:
    price = text.say("permutations.price", price=error.price) if error.price else ""
    label = text.say("button.draw", count=error.num_images) + price
    return AnswerButton(error.draft_id, is_private=error.is_private, label=label)
