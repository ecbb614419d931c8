"""The zip files of an export: as many as are needed for none to pass a size."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

OVERHEAD: Final = 1024  # bytes that an entry and its place in the table of contents may take


class ZipParts:
    """Zip files that grow by JSON files; where one would pass the limit, the next begins.

    Args:
        max_bytes: Of one part; a JSON file that is larger by itself makes a larger part.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._streams: list[io.BytesIO] = []

    def __len__(self) -> int:
        return len(self._streams)

    def add(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Put rows under a name into the part that has room for them."""
        data = msgspec.json.format(msgspec.json.encode(rows), indent=1)
        size = len(zlib.compress(data, 6)) + OVERHEAD
        if not self._streams or self._streams[-1].tell() + size > self._max_bytes:
            self._streams.append(io.BytesIO())
        stream = self._streams[-1]
        with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED, compresslevel=6) as part:
            part.writestr(f"{name}.json", data)
        stream.seek(0, io.SEEK_END)

    def finished(self) -> list[bytes]:
        """Return the zip files."""
        return [stream.getvalue() for stream in self._streams]
