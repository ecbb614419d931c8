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
            path = self._folder / _ending(job_id, index, sha256)
            await asyncio.to_thread(_write, path, data)
        except OSError as error:
            log.warning("quarantine_failed", job_id=job_id, reason=error.strerror)

    async def read(self, job_id: int, index: int, sha256: str) -> bytes | None:
        """Return a picture, or None where it is not kept or no longer readable."""
        if self._folder is None:
            return None
        try:
            return await asyncio.to_thread(_read, self._folder, _ending(job_id, index, sha256))
        except OSError:
            return None

    async def delete(self, job_id: int, index: int, sha256: str) -> None:
        """Remove a picture; one that is gone already is no error."""
        if self._folder is None:
            return
        try:
            await asyncio.to_thread(_remove, self._folder, _ending(job_id, index, sha256))
        except OSError as error:
            log.warning("quarantine_not_emptied", job_id=job_id, reason=error.strerror)


def _ending(job_id: int, index: int, sha256: str) -> str:
    """Return how the names of a picture end; the engine's begin with a number of its own."""
    return f"{job_id}-{index}-{sha256[:DIGITS]}.png"


def _found(folder: Path, ending: str) -> list[Path]:
    return [path for path in (folder / ending, *folder.glob(f"*-{ending}")) if path.is_file()]


def _read(folder: Path, ending: str) -> bytes | None:
    found = _found(folder, ending)
    return found[0].read_bytes() if found else None


def _remove(folder: Path, ending: str) -> None:
    for path in _found(folder, ending):
        path.unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(data)
