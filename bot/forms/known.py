"""All forms that the bot understands; to add one, write its module and name it here."""

from __future__ import annotations

from typing import Final

from bot.forms.note import NoteForm
from bot.forms.remix import RemixForm
from bot.forms.setup import GuildStyleForm, ThresholdForm
from bot.forms.squares import SquaresForm
from bot.forms.start import StartForm
from bot.forms.zoom import ZoomForm

FORMS: Final = (
    RemixForm,
    StartForm,
    NoteForm,
    SquaresForm,
    ZoomForm,
    ThresholdForm,
    GuildStyleForm,
)
