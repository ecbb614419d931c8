"""What this process has in hand: the jobs that it has claimed and works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.tables import Job


class Hand:
    """The jobs from their claim until this process is done with them; only these stay leased.

    A job that this process holds by its row alone is in nobody's hand, so its lease runs out.
    """

    def __init__(self) -> None:
        self._jobs: dict[int, Job] = {}

    def __len__(self) -> int:
        return len(self._jobs)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Each job as it was last read."""
        return tuple(self._jobs.values())

    def take(self, job: Job) -> None:
        """Take a job up, or note how it reads now."""
        self._jobs[job.id] = job

    def holds(self, job: Job) -> bool:
        """Return whether this very attempt at the job is in hand, and no later one."""
        held = self._jobs.get(job.id)
        return held is not None and held.attempts == job.attempts

    def leave(self, job: Job) -> None:
        """Be done with this attempt at a job; its row has moved on, or somebody else takes it."""
        if self.holds(job):
            del self._jobs[job.id]
