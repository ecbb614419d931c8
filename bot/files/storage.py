"""The folder with the finished pictures."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import re
import secrets
from typing import TYPE_CHECKING, Final

from bot.errors import PictureUnstoredError, StorageUnusableError

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

FOLDERS: Final = 256  # so that none grows too long to list
DIGITS: Final = 12  # of the sha256
NAME: Final = re.compile(
    r"[0-9a-f]{2}/[0-9]{1,20}-[0-9]{1,4}(-[0-9a-f]{12})?(\.[0-9a-f]{8}\.part|\.png)"
)


class Storage:
    """Keeps pictures as files; their rows name them relative to the folder.

    A file is whole or not there: it is written under another name, forced to the disk and then
    renamed, so that a row committed after ``store`` never names half a picture. A name that
    ``store`` could not have given names nothing, so none leads out of the folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def check(self) -> None:
        """Write a file as ``store`` would, and remove it again.

        Raises:
            bot.errors.StorageUnusableError: The folder does not take it.
        """
        try:
            await asyncio.to_thread(_try, self._folder / f"trial-{secrets.token_hex(4)}")
        except OSError as error:
            reason = error.strerror or str(error)
            raise StorageUnusableError(folder=str(self._folder), reason=reason) from error

    async def store(self, job_id: int, index: int, data: bytes) -> str:
        """Write a picture and return the name for its row.

        Its digest is in the name, so that of two bots that draw the same image neither changes
        what the other's row names.

        Raises:
            bot.errors.PictureUnstoredError: The disk is full or the folder is closed to us;
                nothing is left behind.
        """
        digest = hashlib.sha256(data).hexdigest()[:DIGITS]
        name = f"{job_id % FOLDERS:02x}/{job_id}-{index}-{digest}.png"
        try:
            await asyncio.to_thread(write_file, self._path(name), data)
        except OSError as error:
            raise PictureUnstoredError(reason=error.strerror or str(error)) from error
        return name

    async def read(self, file: str) -> bytes:
        """Return a stored picture.

        Raises:
            OSError: It is gone.
        """
        return await asyncio.to_thread(self._path(file).read_bytes)

    async def has(self, file: str) -> bool:
        """Return whether a picture is there."""
        try:
            return await asyncio.to_thread(self._path(file).is_file)
        except OSError:
            return False

    async def delete(self, file: str) -> None:
        """Remove a stored picture; one that is gone already is no error.

        Raises:
            OSError: The folder is closed to us.
        """
        await asyncio.to_thread(self._path(file).unlink, missing_ok=True)

    async def older_than(self, instant: dt.datetime) -> list[str]:
        """List pictures, and halves of pictures, that were last written before an instant.

        Raises:
            OSError: The folder is closed to us.
        """
        return await asyncio.to_thread(_older_than, self._folder, instant.timestamp())

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise FileNotFoundError(errno.ENOENT, "no picture has such a name", name)
        return self._folder / name


def _older_than(folder: Path, seconds: float) -> list[str]:
    names = [
        path.relative_to(folder).as_posix()
        for path in folder.glob("??/*")
        if path.is_file() and path.stat().st_mtime < seconds
    ]
    return [name for name in names if NAME.fullmatch(name)]


def _try(folder: Path) -> None:
    write_file(folder / "trial", b"")
    (folder / "trial").unlink()
    folder.rmdir()


def write_file(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or not there, also after a power cut.

    Raises:
        OSError: It was not written; nothing is left behind.
    """
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
    for folder in (path.parent, path.parent.parent):
        _sync(folder)


def _sync(folder: Path) -> None:
    """Force a folder's list of names to the disk: without it a new file may lose its name."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
