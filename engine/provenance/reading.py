"""Reading: what a picture seems to carry, under one supposition about its past."""

from __future__ import annotations

import msgspec


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a picture seems to carry, under one supposition about its past.

    Attributes:
        agreement: How far the blocks agree on 32 bits, 0 to 1.
        soft: Per bit, positive for a one; scaled so that its sum over the signs of an unrelated
            id has a deviation of about one.
        is_whole: Whether the first bit is known; else the bits may be rotated.
        past: What was undone, in words.
    """

    agreement: float
    soft: tuple[float, ...]
    is_whole: bool
    past: str = ""
