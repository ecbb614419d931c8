"""The file that says what a picture was made from, for whoever has a copy without it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import discord
from PIL import Image as Pictures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.files.storage import Storage
    from db.tables import Image


async def parameter_files(storage: Storage, images: Iterable[Image]) -> list[discord.File]:
    """Return what the originals say of themselves; none for those that are no longer kept."""
    files = []
    for image in images:
        if words := _parameters(await _read(storage, image)):
            name = f"parameters-{image.job_id}-{image.index + 1}.txt"
            files.append(discord.File(io.BytesIO(words.encode()), name))
    return files


async def _read(storage: Storage, image: Image) -> bytes:
    try:
        return await storage.read(image.file) if image.file else b""
    except OSError:
        return b""


def _parameters(png: bytes) -> str:
    """Return the text that other programs read; its chunk stands before the pixels."""
    try:
        with Pictures.open(io.BytesIO(png), formats=["PNG"]) as picture:
            return str(picture.info.get("parameters", ""))
    except (OSError, ValueError, SyntaxError):
        return ""
