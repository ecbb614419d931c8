"""The buttons under messages, which work for as long as the messages exist."""

from __future__ import annotations

from typing import Final

from bot.views.draft import DraftButton
from bot.views.reroll import RerollButton
from bot.views.variation import VariationButton

BUTTONS: Final = (RerollButton, VariationButton, DraftButton)
"""All that the bot understands; to add one, write its module and name it here."""
