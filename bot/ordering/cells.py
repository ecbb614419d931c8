"""The grid of numbered squares over a picture, for those who cannot paint a mask on a phone."""

from __future__ import annotations

import re
import struct
import zlib
from typing import Final

from bot.files.upload_errors import CellsUnreadableError

COLUMNS: Final = 4
LAST: Final = COLUMNS * COLUMNS
CELL: Final = 64  # pixels of a square in the mask; it is fitted to the picture
_WORD: Final = re.compile(r"(\d{1,3})(?:\s*-\s*(\d{1,3}))?")


def parse_cells(typed: str) -> frozenset[int]:
    """Return the squares that were typed, such as ``1 2, 5-8``; numbered row by row from 1.

    Raises:
        bot.files.upload_errors.CellsUnreadableError: Something else was typed.
    """
    words = [word for word in re.split(r"[,;\s]+", re.sub(r"\s*-\s*", "-", typed.strip())) if word]
    matches = [_WORD.fullmatch(word) for word in words]
    cells = {
        cell
        for match in matches
        if match
        for cell in range(int(match[1]), int(match[2] or match[1]) + 1)
    }
    if not cells or None in matches or not cells <= set(range(1, LAST + 1)):
        raise CellsUnreadableError(cells=typed[:40], last=LAST)
    return frozenset(cells)


def draw_mask(cells: frozenset[int]) -> bytes:
    """Return a PNG that is white in these squares and black elsewhere."""
    rows = []
    for row in range(COLUMNS):
        line = b"".join(
            (b"\xff" if row * COLUMNS + column + 1 in cells else b"\0") * CELL
            for column in range(COLUMNS)
        )
        rows.append((b"\0" + line) * CELL)
    side = COLUMNS * CELL
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
