"""The folder with the pictures that people brought, each under its digest."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import re
from typing import TYPE_CHECKING, Final

from bot.errors import PictureUnstoredError
from bot.storage import write_file

if TYPE_CHECKING:
    from pathlib import Path

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class Uploads:
    """Keeps uploads as files; the same file twice is kept once.

    A file is whole or not there, as in ``bot.storage``.
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

    def _path(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            raise FileNotFoundError(errno.ENOENT, "no upload has such a name", digest)
        return self._folder / digest[:2] / digest
