"""A messenger that keeps what it was given, and fails when told."""

from __future__ import annotations

import asyncio

from bot.delivering.messenger import Messenger


class KeepingMessenger(Messenger):
    """Shows drafts to nobody.

    Attributes:
        progress: (job id, draft) of every edit on the way, in order.
        ends: Likewise of every last edit.
        direct: Likewise of every direct message.
        turns: Ids of jobs in the order in which their ends asked for a turn.
        failures: Errors that the next edits raise, one each, before anything is kept.
        gate: While it is cleared, edits stay on their way.
        forgotten: Ids of jobs that were dropped.
    """

    def __init__(self, *failures):
        self.progress = []
        self.ends = []
        self.direct = []
        self.turns = []
        self.failures = list(failures)
        self.gate = asyncio.Event()
        self.gate.set()
        self.forgotten = []

    async def show_progress(self, job, draft):
        await self._send(self.progress, job, draft)

    async def take_turn(self, job):
        self.turns.append(job.id)

    async def show_end(self, job, draft):
        await self._send(self.ends, job, draft)

    async def send_directly(self, job, draft):
        await self._send(self.direct, job, draft)

    def forget(self, job):
        self.forgotten.append(job.id)

    async def _send(self, kept, job, draft):
        await self.gate.wait()
        if self.failures:
            raise self.failures.pop(0)
        kept.append((job.id, draft))
