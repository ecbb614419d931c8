"""The folder with the pictures that nobody may see but moderators."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import structlog

if TYPE_CHECKING:
    from pathlib import Path

log = structlog.stdlib.get_logger(__name__)

DIGITS: Final = 12  # of the sha256, as the engine names its files


class Quarantine:
    """Withheld pictures, written by the engine, or by the bot where only a guild objects.

    Args:
        folder: The same folder as the engine's ``[safety] quarantine``; None keeps nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    async def store(self, job_id: int, index: int, sha256: str, data: bytes) -> None:
        """Keep a picture; a disk that does not take it costs the review, never the secrecy."""
        if self._folder is None:
            return
        try:
            await asyncio.to_thread(_write, self._path(self._folder, job_id, index, sha256), data)
        except OSError as error:
            log.warning("quarantine_failed", job_id=job_id, reason=error.strerror)

    async def read(self, job_id: int, index: int, sha256: str) -> bytes | None:
        """Return a picture, or None where it is not kept or no longer readable."""
        if self._folder is None:
            return None
        path = self._path(self._folder, job_id, index, sha256)
        try:
            return await asyncio.to_thread(path.read_bytes)
        except OSError:
            return None

    async def delete(self, job_id: int, index: int, sha256: str) -> None:
        """Remove a picture; one that is gone already is no error."""
        if self._folder is None:
            return
        path = self._path(self._folder, job_id, index, sha256)
        try:
            await asyncio.to_thread(path.unlink, missing_ok=True)
        except OSError as error:
            log.warning("quarantine_not_emptied", job_id=job_id, reason=error.strerror)

    @staticmethod
    def _path(folder: Path, job_id: int, index: int, sha256: str) -> Path:
        return folder / f"{job_id}-{index}-{sha256[:DIGITS]}.png"


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(data)
