"""The forms that the wizard of /admin setup opens, empty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import discord

from bot.forms.base import OPEN_SECONDS, text_field
from db.people import MAX_STYLE_NAME

if TYPE_CHECKING:
    from bot.text import Text

THRESHOLD_ID: Final = "atelier:setup-form:threshold"
STYLE_ID: Final = "atelier:setup-form:style"
MAX_WORDS: Final = 1000


def threshold_modal(text: Text) -> discord.ui.Modal:
    """Return the form that asks for a category's own threshold."""
    form = _modal(text.say("threshold.title"), THRESHOLD_ID)
    form.add_item(text_field("category", text.say("threshold.category"), max_length=64))
    limit = text_field("limit", text.say("threshold.limit"), is_required=False, max_length=10)
    form.add_item(limit)
    return form


def style_modal(text: Text) -> discord.ui.Modal:
    """Return the form that asks for a style of the guild's own."""
    form = _modal(text.say("style.title"), STYLE_ID)
    form.add_item(text_field("name", text.say("style.name"), max_length=MAX_STYLE_NAME))
    about: dict[str, Any] = {"is_long": True, "max_length": MAX_WORDS}
    form.add_item(text_field("words", text.say("style.words"), "{prompt}, ", **about))
    negative = text_field("negative", text.say("style.negative"), is_required=False, **about)
    form.add_item(negative)
    return form


def _modal(title: str, custom_id: str) -> discord.ui.Modal:
    return discord.ui.Modal(title=title, custom_id=custom_id, timeout=OPEN_SECONDS)
