"""What a result looks like: in Discord's components, or as a classic message with files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.delivering.fitting import files_of
from bot.delivering.message import SPOILER, Buttons
from bot.views.appeal import AppealButton
from bot.views.cancel import CancelButton
from bot.views.rows import picture_rows, pictures_rows, reroll_button

if TYPE_CHECKING:
    from bot.delivering.message import CancelOffer, Draft, Picture
    from bot.text import Text
    from bot.views.rows import Rows


def edit_fields(draft: Draft, text: Text, *, is_laid_out: bool) -> dict[str, Any]:
    """Return what a message is edited to.

    Args:
        draft: The message; only a result can be laid out, what comes before it is classic.
        text: The language of its buttons.
        is_laid_out: Whether results are shown in components.
    """
    files = files_of(draft)
    if is_laid_out and isinstance(draft.buttons, Buttons):
        return {"content": None, "attachments": files, "view": layout_of(draft, text)}
    view = view_of(draft.buttons, text) if draft.buttons else None
    return {"content": draft.content, "attachments": files, "view": view}


def view_of(buttons: Buttons | CancelOffer, text: Text) -> discord.ui.View:
    """Return the buttons of a classic message."""
    view = discord.ui.View(timeout=None)
    for place, row in enumerate(rows_of(buttons, text)):
        for item in row:
            item.row = place
            view.add_item(item)
    return view


def layout_of(draft: Draft, text: Text) -> discord.ui.LayoutView:
    """Return a result in components: its first line, the gallery, the other lines, the buttons."""
    layout = discord.ui.LayoutView(timeout=None)
    first, _, rest = draft.content.partition("\n")
    layout.add_item(discord.ui.TextDisplay(first))
    if draft.pictures:
        layout.add_item(discord.ui.MediaGallery(*map(_gallery_item, draft.pictures)))
    if rest:
        layout.add_item(discord.ui.TextDisplay(rest))
    for row in rows_of(draft.buttons, text) if draft.buttons else ():
        layout.add_item(discord.ui.ActionRow(*row))
    return layout


def rows_of(buttons: Buttons | CancelOffer, text: Text) -> Rows:
    """Return the rows of buttons: a result's, or Cancel while the job is on its way.

    Where nothing is shown only Reroll is left.
    """
    if not isinstance(buttons, Buttons):
        return [[CancelButton(buttons.job_id, label=text.say("button.cancel"))]]
    if len(buttons.indexes) > 1:
        return pictures_rows(buttons.job_id, buttons.indexes, text)
    if buttons.indexes:
        return picture_rows(buttons.job_id, buttons.indexes[0], text)
    reroll = reroll_button(buttons.job_id, text)
    if not buttons.may_appeal:
        return [[reroll]]
    return [[AppealButton("job", buttons.job_id, label=text.say("button.appeal")), reroll]]


def _gallery_item(picture: Picture) -> discord.MediaGalleryItem:
    return discord.MediaGalleryItem(
        f"attachment://{picture.name}",
        description=picture.alt,
        spoiler=picture.name.startswith(SPOILER),
    )
