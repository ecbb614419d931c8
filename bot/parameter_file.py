"""The file that says what a picture was made from, for whoever has a copy without it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import discord
from PIL import Image as Pictures

if TYPE_CHECKING:
    from bot.storage import Storage
    from db.tables import Image


async def parameter_files(storage: Storage, image: Image | None) -> list[discord.File]:
    """Return what the original says of itself as a file; nothing where it is no longer kept."""
    if image is None or image.file is None:
        return []
    try:
        png = await storage.read(image.file)
    except OSError:
        return []
    words = _parameters(png)
    name = f"parameters-{image.job_id}-{image.index + 1}.txt"
    return [discord.File(io.BytesIO(words.encode()), name)] if words else []


def _parameters(png: bytes) -> str:
    """Return the text that other programs read; its chunk stands before the pixels."""
    try:
        with Pictures.open(io.BytesIO(png), formats=["PNG"]) as picture:
            return str(picture.info.get("parameters", ""))
    except (OSError, ValueError, SyntaxError):
        return ""
