"""Which pictures a message of ours shows, by the names of its files."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.delivering.message import SPOILER

if TYPE_CHECKING:
    from collections.abc import Iterator

    import discord


def shown_indices(message: discord.Message, job_id: int) -> set[int]:
    """Return which images of a job a message shows, in whatever form they were sent."""
    ours = re.compile(rf"(?:{SPOILER})?atelier-{job_id}-(\d+)\.")
    found = map(ours.match, _file_names(message))
    return {int(match[1]) - 1 for match in found if match}


def _file_names(message: discord.Message) -> Iterator[str]:
    """Yield the names of a message's files: attachments, or what a gallery shows."""
    yield from (file.filename for file in message.attachments)
    for component in message.components:
        for item in getattr(component, "items", ()):
            yield PurePosixPath(urlsplit(item.media.url).path).name
