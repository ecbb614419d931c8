"""Fetches the files that people attach, from Discord alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import aiohttp
import yarl

from bot.endpoint import file_origins
from bot.files.upload_errors import UploadGoneError, UploadHostError, UploadTooLargeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MAX_BYTES: Final = 25 * 1024 * 1024
MAX_PIXELS: Final = 40_000_000  # the engine's own bound; checked here where Discord tells the size
TIMEOUT: Final = aiohttp.ClientTimeout(total=60)


class Fetcher:
    """Reads attachments, bounded in size and time, and follows no redirection.

    Args:
        origins: Where files may come from, as ``scheme://host:port``; those that belong to the
            API address in use unless a test says otherwise.
    """

    def __init__(self, origins: Callable[[], Iterable[str]] = file_origins) -> None:
        self._origins = origins

    async def fetch(self, url: str) -> bytes:
        """Return a file's bytes.

        Raises:
            bot.files.upload_errors.UploadHostError: It is not at Discord; nothing was asked.
            bot.files.upload_errors.UploadTooLargeError: It is over 25 MiB; the rest was not read.
            bot.files.upload_errors.UploadGoneError: It is not there, or did not come in time.
        """
        address = yarl.URL(url)
        if not address.host or str(address.origin()) not in set(self._origins()):
            raise UploadHostError(host=address.host or "")
        try:
            async with (
                aiohttp.ClientSession(timeout=TIMEOUT) as http,
                http.get(address, allow_redirects=False) as answer,
            ):
                return await _read(answer)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise UploadGoneError from error


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    if answer.status != 200:  # noqa: PLR2004  OK
        raise UploadGoneError
    data = bytearray()
    async for chunk in answer.content.iter_chunked(64 * 1024):
        data += chunk
        if len(data) > MAX_BYTES:
            raise UploadTooLargeError(max_mib=MAX_BYTES >> 20)
    return bytes(data)
