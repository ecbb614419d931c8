"""How much work a file makes of its pixels: bounded before and while it is decoded.

A small file may ask for hours: a progressive JPEG goes over all pixels once for each of its scans,
some bytes long, and Pillow steps through headers, chunks and comments one at a time.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

from typing_extensions import override

from engine.errors import UnreadableImageError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_SCANS: Final = (
    32  # cameras and web tools write 1 to 20; one over 40 megapixels takes 50 to 100 ms
)
MAX_READS: Final = 65_536  # a PNG of 25 MB in chunks of 4 KB needs 26 000
_JPEG: Final = b"\xff\xd8"
_START_OF_SCAN: Final = 0xDA
_END: Final = 0xD9
# Not a marker of a segment: stuffed zeros, TEM, restarts, fill bytes.
_MARKER: Final = re.compile(rb"\xff([^\x00\x01\xd0-\xd7\xff])")


class CountedFile(io.BytesIO):
    """A file that refuses to be read in more pieces than any honest one needs."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._reads_left = MAX_READS

    @override
    def read(self, size: int | None = -1, /) -> bytes:
        self._reads_left -= 1
        if self._reads_left < 0:
            raise UnreadableImageError(reason="it is made of too many parts")
        return super().read(size)


def check_scans(data: bytes) -> None:
    """Refuse a JPEG that is drawn over more often than any honest one.

    Raises:
        UnreadableImageError: It has too many scans, or segments.
    """
    if not data.startswith(_JPEG):
        return
    num_scans = 0
    for number, marker in enumerate(_markers(data)):
        num_scans += marker == _START_OF_SCAN
        if num_scans > MAX_SCANS or number > MAX_READS:
            raise UnreadableImageError(reason="it is made of too many parts")


def _markers(data: bytes) -> Iterator[int]:
    """Yield the markers of a JPEG's first picture as libjpeg comes upon them.

    It skips what is no marker, also between segments, and stops at the first end of image.
    """
    found = _MARKER.search(data, len(_JPEG))
    while found and found[1][0] != _END:
        yield found[1][0]
        length = int.from_bytes(data[found.end() : found.end() + 2], "big")
        found = _MARKER.search(data, found.end() + max(length, 2))
