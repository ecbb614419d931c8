"""The buttons under messages, which work for as long as the messages exist."""

from __future__ import annotations

from typing import Final

from bot.views.appeal import AppealButton
from bot.views.cancel import CancelButton
from bot.views.cancel_select import CancelSelect
from bot.views.case import CaseButton
from bot.views.choice import PictureSelect
from bot.views.draft import AnswerButton, DraftButton
from bot.views.enlarge import EnlargeFileSelect, EnlargeSelect
from bot.views.erase import EraseButton
from bot.views.history import HistoryButton
from bot.views.job import JobButton
from bot.views.mod_picture import TakeButton
from bot.views.picture import PictureButton
from bot.views.review import ReviewButton
from bot.views.setup import SetupButton, SetupFormButton, SetupSelect
from bot.views.squares import SquaresSelect, TypeSquaresButton
from bot.views.terms import TermsButton
from bot.views.variation import VariationButton

BUTTONS: Final = (
    VariationButton,
    PictureButton,
    PictureSelect,
    EnlargeSelect,
    EnlargeFileSelect,
    JobButton,
    DraftButton,
    AnswerButton,
    SquaresSelect,
    TypeSquaresButton,
    HistoryButton,
    CancelButton,
    CancelSelect,
    AppealButton,
    ReviewButton,
    TermsButton,
    EraseButton,
    CaseButton,
    TakeButton,
    SetupButton,
    SetupFormButton,
    SetupSelect,
)
"""All that the bot understands; to add one, write its module and name it here."""
