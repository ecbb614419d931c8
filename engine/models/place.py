"""Place: one model among the residents, in memory or not, with those who wait for it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from engine.models.switching import Standing

if TYPE_CHECKING:
    from engine.protocol import ModelInfo
    from engine.request import Order
    from engine.submission import Submission
    from engine.wiring import Parts


class Waiting(NamedTuple):
    """A submission in line, with the tick in which it came."""

    submission: Submission
    tick: int


@dataclass(slots=True)
class Place:
    """A model's place: in memory where it has parts.

    Attributes:
        info: The model's facts.
        num_bytes: Memory that it takes.
        parts: What draws with it; None while it is not in memory.
        loaded_tick: When it came into memory.
        used_tick: When it last drew.
        line: Who waits for it to come.
    """

    info: ModelInfo
    num_bytes: int
    parts: Parts | None
    loaded_tick: int = 0
    used_tick: int = 0
    line: deque[Waiting] = field(default_factory=deque)

    @property
    def has_work(self) -> bool:
        """Whether requests are being drawn with it."""
        return self.parts is not None and self.parts.loop.has_work

    def standing(self, name: str, tick: int) -> Standing:
        """Word how the model stands for whoever decides which are in memory."""
        return Standing(
            name=name,
            num_bytes=self.num_bytes,
            is_resident=self.parts is not None,
            has_work=self.has_work,
            waited=tick - self.line[0].tick if self.line else None,
            served=tick - self.loaded_tick,
            used_tick=self.used_tick,
        )


def order_of(parts: Parts, submission: Submission) -> Order:
    """Check a submission with what draws it.

    Raises:
        RequestRejectedError: It cannot be drawn.
    """
    return parts.admission.order(
        submission.params,
        request_id=submission.request_id,
        watermark_id=submission.watermark_id,
        preview_steps=submission.preview_steps,
        stop_margin=submission.stop_margin,
        output=submission.output,
        is_kept=submission.is_kept,
        now=submission.submitted_at,
    )
