"""What a person can do with any message that shows a picture, by its context menu."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import discord
from discord import app_commands
from discord.ext import commands
from typing_extensions import override

from bot.commands.upscale import ask_how
from bot.files.kept_attachment import KeptAttachment, keep_attachment
from bot.files.upload_errors import PictureAbsentError
from bot.finding.looking import tell_about_file
from bot.forms.start import start_form
from bot.languages import private_text
from bot.ordering.refusals import NotDrawnHereError
from bot.views.ids import ID, INDEX

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.client import Atelier
    from bot.ordering.start_images import Attached

Interaction = discord.Interaction[Any]  # read at run time, by discord.py

_OURS: Final = re.compile(rf"atelier:[a-z0-9-]+:(?P<job>{ID})(?::(?P<index>{INDEX}))?")
_FILE: Final = re.compile(r"atelier-(?P<job>[1-9][0-9]{0,17})-(?P<number>[1-9])\.\w+")


@dataclass(frozen=True)
class Drawn:
    """What a message of ours shows: an image, or all images of a job."""

    job_id: int
    index: int | None


class Menus(commands.Cog):
    """Owns the message commands."""

    def __init__(self, atelier: Atelier) -> None:
        self._atelier = atelier
        self._menus = [
            app_commands.ContextMenu(name=name, callback=callback)
            for name, callback in (
                ("Use as start image", self.use_as_start),
                ("Remix", self.remix),
                ("Upscale", self.upscale),
                ("Info", self.info),
            )
        ]

    @override
    async def cog_load(self) -> None:
        """Register the menus; discord.py does so by itself for slash commands only."""
        for menu in self._menus:
            menu.guild_only = True
            self._atelier.tree.add_command(menu)

    async def use_as_start(self, interaction: Interaction, message: discord.Message) -> None:
        """Ask what the message's picture should become."""
        picture = _picture_of(message)
        draft_id = await keep_attachment(self._atelier, picture, interaction.user.id)
        await interaction.response.send_modal(start_form(draft_id, private_text(interaction)))

    async def remix(self, interaction: Interaction, message: discord.Message) -> None:
        """Ask for the new words of a picture that was drawn here."""
        drawn = self._require_drawn(message)
        press = self._atelier.job_presses["remix-all"]
        if drawn.index is None:
            await press(interaction, drawn.job_id)
        else:
            await self._atelier.picture_presses["remix"](interaction, drawn.job_id, drawn.index)

    async def upscale(self, interaction: Interaction, message: discord.Message) -> None:
        """Enlarge the first picture that was drawn here; ask how with anybody else's."""
        drawn = _drawn_in(message, self._atelier.application_id)
        if drawn is None:
            await ask_how(self._atelier, interaction, _picture_of(message))
        else:
            press = self._atelier.picture_presses["upscale"]
            await press(interaction, drawn.job_id, drawn.index or 0)

    async def info(self, interaction: Interaction, message: discord.Message) -> None:
        """Tell what is known of a message's picture, whoever posted it."""
        drawn = _drawn_in(message, self._atelier.application_id)
        if drawn is None:
            await tell_about_file(self._atelier, interaction, _picture_of(message))
        else:
            press = self._atelier.picture_presses["info"]
            await press(interaction, drawn.job_id, drawn.index or 0)

    def _require_drawn(self, message: discord.Message) -> Drawn:
        drawn = _drawn_in(message, self._atelier.application_id)
        if drawn is None:
            _picture_of(message)
            raise NotDrawnHereError
        return drawn


def _picture_of(message: discord.Message) -> Attached:
    """Return the first picture: a file of the message, or what a gallery shows."""
    for file in message.attachments:
        if _is_picture(file.content_type):
            return file
    for media in _media_in(message.components):
        if _is_picture(media.content_type):  # nobody tells how many bytes it has
            return KeptAttachment(media.url, 0, media.width, media.height)
    raise PictureAbsentError


def _is_picture(content_type: str | None) -> bool:
    return (content_type or "").startswith("image/")


def _media_in(components: Iterable[Any]) -> Iterator[discord.UnfurledMediaItem]:
    for component in components:
        yield from (item.media for item in getattr(component, "items", ()))
        yield from _media_in(getattr(component, "children", ()))


def _drawn_in(message: discord.Message, application_id: int | None) -> Drawn | None:
    """Return what a message of the bot's own shows, by its files' names or its buttons' ids."""
    if message.author.id != application_id:
        return None
    files = [_FILE.fullmatch(attachment.filename) for attachment in message.attachments]
    names = [match for match in files if match]
    if names:
        index = int(names[0]["number"]) - 1 if len(names) == 1 else None
        return Drawn(int(names[0]["job"]), index)
    ids = [_OURS.fullmatch(custom_id) for custom_id in _custom_ids(message.components)]
    known = [match for match in ids if match]
    if not known:
        return None
    indexes = {match["index"] for match in known if match["index"]}
    return Drawn(int(known[0]["job"]), int(indexes.pop()) if len(indexes) == 1 else None)


def _custom_ids(components: Iterable[Any]) -> Iterator[str]:
    for component in components:
        yield getattr(component, "custom_id", None) or ""
        yield from _custom_ids(getattr(component, "children", ()))
