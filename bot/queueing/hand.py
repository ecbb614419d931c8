"""What this process has in hand: the jobs that it has claimed and works on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Coroutine

    from bot.tasks import Tasks
    from db.tables import Job


class Hand:
    """The jobs from their claim until this process is done with them; only these stay leased.

    A job that this process holds by its row alone is in nobody's hand, so its lease runs out.
    """

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._jobs: dict[int, Job] = {}
        self._work: dict[int, asyncio.Task[None]] = {}

    def __len__(self) -> int:
        return len(self._jobs)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Each job as it was last read."""
        return tuple(self._jobs.values())

    def take(self, job: Job) -> None:
        """Take a job up, or note how it reads now."""
        self._jobs[job.id] = job

    def work(self, job: Job, work: Coroutine[Any, Any, None], *, name: str) -> None:
        """Do in the background what there is to do for a job, and then be done with it.

        A job whose work was cancelled stays in hand: at shutdown its person is told so.
        """

        def end(task: asyncio.Task[None]) -> None:
            if self._work.get(job.id) is task:
                del self._work[job.id]
            if not task.cancelled():
                self.leave(job)

        self.take(job)
        self._work[job.id] = task = self._tasks.spawn(work, name=name)
        task.add_done_callback(end)

    def holds(self, job: Job) -> bool:
        """Return whether this very attempt at the job is in hand, and no later one."""
        held = self._jobs.get(job.id)
        return held is not None and held.attempts == job.attempts

    def leave(self, job: Job) -> None:
        """Be done with this attempt at a job; its row has moved on, or somebody else takes it."""
        if self.holds(job):
            del self._jobs[job.id]

    def lose(self, job: Job) -> None:
        """Stop all work on this attempt at a job: its row belongs to somebody else."""
        if self.holds(job):
            del self._jobs[job.id]
            if task := self._work.pop(job.id, None):
                task.cancel()

    def stop(self, job_id: int) -> None:
        """Stop all work on a job, whichever attempt: it has ended."""
        self._jobs.pop(job_id, None)
        if task := self._work.pop(job_id, None):
            task.cancel()
