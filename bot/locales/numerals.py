"""How a language writes numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Numerals:
    """The signs of a language's numbers, and which of them count one thing.

    Attributes:
        decimal: Between whole and part.
        group: Between thousands.
        single_below: Numbers under it take the singular, as French has it; 0 where only the
            number one does.
    """

    decimal: str = "."
    group: str = ","
    single_below: int = 0
