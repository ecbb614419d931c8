"""Asked: everything that can be said in one command that draws."""

from __future__ import annotations

import msgspec


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that can be said in one /imagine; None where nothing was said.

    Attributes:
        prompt: A template (``bot.ordering.permutations``), without flags.
        size: A shape's name or ``WIDTHxHEIGHT``, as typed.
        aspect: Width to height such as ``3:2``, as typed.
        number: Pictures of each prompt.
    """

    prompt: str
    negative_prompt: str | None = None
    size: str | None = None
    aspect: str | None = None
    steps: int | None = None
    guidance: float | None = None
    sampler: str | None = None
    seed: int | None = None
    number: int | None = None
    style: str | None = None
    model: str | None = None
