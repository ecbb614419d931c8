"""How long to wait between attempts at something that is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def delays(*, first: float = 1.0, longest: float = 60.0) -> Iterator[float]:
    """Yield seconds without end: each twice the one before, up to ``longest``."""
    delay = first
    while True:
        yield delay
        delay = min(longest, delay * 2)
