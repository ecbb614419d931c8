"""The folder with the pictures that people brought, each under its digest."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import re
from typing import TYPE_CHECKING, Final

from bot.errors import PictureUnstoredError
from bot.files.storage import write_file

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class Uploads:
    """Keeps uploads as files; the same file twice is kept once.

    A file is whole or not there, as in ``bot.files.storage``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def store(self, data: bytes) -> str:
        """Write an upload and return its sha256.

        Raises:
            bot.errors.PictureUnstoredError: The disk is full or the folder is closed to us.
        """
        digest = hashlib.sha256(data).hexdigest()
        try:
            await asyncio.to_thread(write_file, self._path(digest), data)
        except OSError as error:
            raise PictureUnstoredError(reason=error.strerror or str(error)) from error
        return digest

    async def read(self, digest: str) -> bytes:
        """Return an upload.

        Raises:
            OSError: It is gone.
        """
        return await asyncio.to_thread(self._path(digest).read_bytes)

    async def has(self, digest: str) -> bool:
        """Return whether an upload is there."""
        try:
            return await asyncio.to_thread(self._path(digest).is_file)
        except OSError:
            return False

    async def older_than(self, instant: dt.datetime) -> list[str]:
        """List the uploads that were last stored before an instant."""
        return await asyncio.to_thread(_older_than, self._folder, instant.timestamp())

    async def delete(self, digest: str) -> None:
        """Remove an upload; one that is gone already is no error.

        Raises:
            OSError: The folder is closed to us.
        """
        await asyncio.to_thread(self._path(digest).unlink, missing_ok=True)

    def _path(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise FileNotFoundError(errno.ENOENT, "no upload has such a name", digest)
        return self._folder / digest[:2] / digest


def _older_than(folder: Path, seconds: float) -> list[str]:
    files = [file for file in folder.glob("*/*") if _DIGEST.fullmatch(file.name)]
    return [file.name for file in files if file.stat().st_mtime < seconds]
