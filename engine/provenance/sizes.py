"""Which sizes an uploaded picture may have had when it was delivered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

Size = tuple[int, int]  # width, height

COMMON_SIDES: Final = (*range(512, 1025, 64), 1152, 1216, 1280, 1344, 1536, 2048)
MAX_SIZES: Final = 8  # tried; each costs a few milliseconds
MAX_PIXELS: Final = 4_194_304  # of a size that is tried
_ROUNDING: Final = 1.0  # pixels that scaling may have rounded off a side


def likely_sizes(width: int, height: int, known: Iterable[Size]) -> list[Size]:
    """List the sizes whose shape the picture has, the likeliest first.

    Its own size comes first, then sizes known to have been delivered, then common ones; of each,
    also those whose picture was turned by a quarter.
    """
    own = (width, height)
    common = sorted(((w, h) for w in COMMON_SIDES for h in COMMON_SIDES), key=_area)
    turned = [size for w, h in (*known, *common) for size in ((w, h), (h, w))]
    fitting = [size for size in turned if _has_shape(size, own) and _area(size) <= MAX_PIXELS]
    first = [own] if _area(own) <= MAX_PIXELS else []
    return list(dict.fromkeys([*first, *fitting]))[:MAX_SIZES]


def strides_of(known: Iterable[Size]) -> tuple[int, ...]:
    """Return the row strides, in blocks mod 32, that known and common sizes have."""
    usual = (0, 8, 16, 24)  # widths that are multiples of 64
    return tuple(dict.fromkeys([*usual, *(width // 8 % 32 for width, _ in known)]))


def _area(size: Size) -> int:
    return size[0] * size[1]


def _has_shape(size: Size, seen: Size) -> bool:
    """Say whether scaling ``size`` to ``seen`` keeps its shape up to rounding."""
    (width, height), (seen_width, seen_height) = size, seen
    return (
        abs(seen_width - width * seen_height / height) <= _ROUNDING
        or abs(seen_height - height * seen_width / width) <= _ROUNDING
    )
