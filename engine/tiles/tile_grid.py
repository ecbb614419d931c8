"""TileGrid: where the tiles of a large picture lie, known without torch."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, NamedTuple

_OVERLAP: Final = 4  # neighbours share at least a fourth of a tile


class Box(NamedTuple):
    """A tile's place; pixels."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class TileGrid:
    """Equal tiles that cover a picture.

    Attributes:
        width: Of the picture, pixels.
        height: Likewise.
        boxes: Row by row; all of one size, every number a multiple of the model's grid.
    """

    width: int
    height: int
    boxes: tuple[Box, ...]

    @classmethod
    def cover(cls, size: tuple[int, int], tile: int, multiple: int) -> TileGrid:
        """Lay the fewest square tiles, evenly, so that neighbours overlap by a fourth at least.

        Args:
            size: Width and height of the picture; multiples of ``multiple``.
            tile: Side of a tile; a side of the picture that is shorter is one tile wide.
            multiple: What every place is a multiple of.
        """
        (width, height), sides = size, [min(tile, side) for side in size]
        lefts, tops = (_places(*pair, multiple) for pair in zip(size, sides, strict=True))
        boxes = tuple(Box(left, top, sides[0], sides[1]) for top in tops for left in lefts)
        return cls(width, height, boxes)


def num_tile_pixels(size: tuple[int, int], tile: int, multiple: int) -> int:
    """Count the pixels of all tiles of a picture together, what they share more than once.

    Args:
        size: Width and height of the picture.
        tile: Side of a tile, at least twice ``multiple``.
        multiple: What every place is a multiple of.
    """
    sides = (min(tile, side) for side in size)
    pairs = zip(size, sides, strict=True)
    return math.prod(_count(length, side, multiple) * side for length, side in pairs)


def _count(length: int, tile: int, multiple: int) -> int:
    """Count the tiles along one side."""
    if tile == length:
        return 1
    overlap = _overlap(tile, multiple)
    return math.ceil((length - overlap) / (tile - overlap))


def _overlap(tile: int, multiple: int) -> int:
    return max(tile // _OVERLAP // multiple * multiple, multiple)


def _places(length: int, tile: int, multiple: int) -> list[int]:
    """Spread tiles over one side, both ends covered."""
    count = _count(length, tile, multiple)
    if count == 1:
        return [0]
    step = (length - tile) / multiple / (count - 1)
    return [math.floor(index * step) * multiple for index in range(count - 1)] + [length - tile]
