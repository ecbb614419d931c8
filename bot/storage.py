"""The folder with the finished pictures."""

from __future__ import annotations

import asyncio
import os
import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

FOLDERS: Final = 256  # so that none grows too long to list


class Storage:
    """Keeps pictures as files; their rows name them relative to the folder.

    A file is whole or not there: it is written under another name, forced to the disk and then
    renamed, so that a row committed after ``store`` never names half a picture.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def store(self, job_id: int, index: int, data: bytes) -> str:
        """Write a picture and return the name for its row; writing again replaces it.

        Raises:
            OSError: The disk is full or the folder is closed to us.
        """
        name = f"{job_id % FOLDERS:02x}/{job_id}-{index}.png"
        await asyncio.to_thread(_write, self._folder / name, data)
        return name

    async def read(self, file: str) -> bytes:
        """Return a stored picture.

        Raises:
            OSError: It is gone.
        """
        return await asyncio.to_thread((self._folder / file).read_bytes)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{secrets.token_hex(4)}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
