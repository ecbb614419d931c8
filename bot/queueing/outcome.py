"""Outcome: how an attempt at a job ended."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from engine.errors import NotFiniteError, OutOfMemoryError
from engine.protocol import Failed, Rejected

# an image is a function of its parameters, so these would come about again
FINAL: Final = frozenset({NotFiniteError.code, OutOfMemoryError.code})


@dataclass(frozen=True)
class Outcome:
    """How an attempt at a job ended.

    Attributes:
        code: Why there are not all images; empty when there are.
        facts: What explains ``code``.
        can_repeat: Whether another attempt may succeed.
    """

    code: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    can_repeat: bool = False


def bad_end(event: Rejected | Failed) -> Outcome:
    """Return the outcome of a request that ended without its image."""
    can_repeat = isinstance(event, Failed) and event.code not in FINAL
    return Outcome(event.code, dict(event.facts), can_repeat=can_repeat)


def worst(outcomes: list[Outcome]) -> Outcome:
    """Return what decides about the whole job: what cannot be repeated, then what can."""
    bad = [outcome for outcome in outcomes if outcome.code]
    return min(bad, key=lambda outcome: outcome.can_repeat, default=Outcome())
