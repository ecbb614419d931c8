"""One editor for each message: never two edits at once, never too often, the last one always."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.delivering.delivery_errors import DeliveryError

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.delivering.message import Draft
    from bot.delivering.messenger import Messenger
    from bot.tasks import Tasks
    from db.tables import Job

log = structlog.stdlib.get_logger(__name__)


class MessageEditor:
    """Keeps a job's message up to date.

    Drafts that come faster than they may be sent are coalesced: only the newest is ever sent.
    ``finish`` waits for an edit that is on its way, so nothing arrives after the end.
    """

    def __init__(
        self, job: Job, messenger: Messenger, *, clock: Clock, interval: float, tasks: Tasks
    ) -> None:
        self._job = job
        self._messenger = messenger
        self._clock = clock
        self._interval = interval
        self._tasks = tasks
        self._sending = asyncio.Lock()
        self._newest: Draft | None = None
        self._sent: Draft | None = None
        self._due_at = clock.monotonic()
        self._worker: asyncio.Task[None] | None = None
        self._has_ended = False

    def offer(self, draft: Draft) -> None:
        """Show ``draft`` as soon as an edit is due, unless a newer one comes before."""
        if self._has_ended or draft == (self._newest or self._sent):
            return
        self._newest = draft
        if self._worker is None or self._worker.done():
            self._worker = self._tasks.spawn(self._send_when_due(), name=f"progress-{self._job.id}")

    async def finish(self, draft: Draft) -> None:
        """Show the end now; offers are ignored from here on. May be repeated.

        Raises:
            bot.delivering.delivery_errors.DeliveryError: As ``Messenger.show_end``.
        """
        self._has_ended = True
        async with self._sending:
            await self._messenger.show_end(self._job, draft)

    def end(self) -> None:
        """Send nothing more, not even what is on its way: somebody else has the message."""
        self._has_ended = True
        if self._worker:
            self._worker.cancel()

    async def _send_when_due(self) -> None:
        while self._newest and not self._has_ended:
            await self._clock.sleep(max(0.0, self._due_at - self._clock.monotonic()))
            async with self._sending:
                await self._send_newest()

    async def _send_newest(self) -> None:
        draft, self._newest = self._newest, None
        if draft is None or self._has_ended:
            return
        try:
            await self._messenger.show_progress(self._job, draft)
        except DeliveryError as error:  # progress may be lost; the end is insisted on
            log.debug("progress_lost", job_id=self._job.id, error_code=error.code)
        else:
            self._sent = draft
        self._due_at = self._clock.monotonic() + self._interval


class Editors:
    """The editors of all jobs that this process looks after."""

    def __init__(
        self, messenger: Messenger, *, clock: Clock, interval: float, tasks: Tasks
    ) -> None:
        self._messenger = messenger
        self._clock = clock
        self._interval = interval
        self._tasks = tasks
        self._editors: dict[int, MessageEditor] = {}

    def __len__(self) -> int:
        return len(self._editors)

    def of(self, job: Job) -> MessageEditor:
        """Return the job's one editor."""
        if job.id not in self._editors:
            self._editors[job.id] = MessageEditor(
                job,
                self._messenger,
                clock=self._clock,
                interval=self._interval,
                tasks=self._tasks,
            )
        return self._editors[job.id]

    def drop(self, job: Job) -> None:
        """Forget a job whose message this process edits no more; what is pending is not sent."""
        if editor := self._editors.pop(job.id, None):
            editor.end()
        self._messenger.forget(job)
