"""How an engine is, as its client sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class EngineState:
    """How the engine is at one moment.

    Attributes:
        name: ``starting`` (nothing heard yet), ``loading``, ``ready``, ``restarting`` (lost; it
            comes back), ``failed`` (somebody has to change something) or ``closed``.
        phase: What is being loaded.
        fraction: How much of the loading is done, 0 to 1.
        code: Stable name of what went wrong last; empty when nothing did.
        reason: What went wrong, on one line.
        remedy: What to do about it, when that is known.
    """

    name: Literal["starting", "loading", "ready", "restarting", "failed", "closed"]
    phase: str = ""
    fraction: float = 0.0
    code: str = ""
    reason: str = ""
    remedy: str = ""

    @property
    def is_final(self) -> bool:
        """Whether this engine will not come back by itself."""
        return self.name in {"failed", "closed"}
