"""The states of a job, with the arrows between them."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class JobState(StrEnum):
    """Where a job is on its way from a person's command to the answer."""

    QUEUED = "queued"
    RUNNING = "running"
    RENDERED = "rendered"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"
    WITHHELD = "withheld"


ARROWS: Final[Mapping[JobState, frozenset[JobState]]] = MappingProxyType(
    {
        JobState.QUEUED: frozenset({JobState.RUNNING, JobState.FAILED, JobState.CANCELLED}),
        JobState.RUNNING: frozenset(
            {JobState.RENDERED, JobState.QUEUED, JobState.FAILED, JobState.CANCELLED}
        ),
        JobState.RENDERED: frozenset({JobState.DELIVERED, JobState.WITHHELD, JobState.FAILED}),
        JobState.DELIVERED: frozenset(),
        JobState.FAILED: frozenset(),
        JobState.CANCELLED: frozenset(),
        JobState.WITHHELD: frozenset(),
    }
)

ENDS: Final = frozenset(state for state, targets in ARROWS.items() if not targets)


def sources_of(target: JobState) -> list[JobState]:
    """Return the states from which an arrow leads to ``target``, in the graph's order."""
    return [state for state, targets in ARROWS.items() if target in targets]
