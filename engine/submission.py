"""Submission: what was asked of the engine, before any model has looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.request import Output

if TYPE_CHECKING:
    from engine.params import GenerationParams


@dataclass(frozen=True, slots=True, eq=False)
class Submission:
    """One image that somebody wants.

    Attributes:
        request_id: Unique among those on their way.
        params: As given; no default filled in.
        submitted_at: The engine's clock, seconds.
        watermark_id: 32 bits to embed, or None.
        preview_steps: A preview every so many evaluations; 0: none.
        stop_margin: By how much two previews in a row end it; None: they do not.
        output: Where to stop.
        is_kept: Whether a caller of ``generate`` waits for the result itself.
    """

    request_id: str
    params: GenerationParams
    submitted_at: float
    watermark_id: int | None = None
    preview_steps: int = 0
    stop_margin: float | None = None
    output: Output = Output.PICTURE
    is_kept: bool = False
