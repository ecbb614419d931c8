"""Background tasks that are kept while they run, with their failures seen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

import structlog

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable, Mapping

log = structlog.stdlib.get_logger(__name__)

CANCEL_SECONDS: Final = 0.5


class Tasks:
    """The background tasks of one owner, ended together.

    asyncio itself holds only weak references, so a bare task may vanish in the middle of its work
    and its exception with it.
    """

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def spawn(self, work: Coroutine[Any, Any, None], *, name: str) -> asyncio.Task[None]:
        """Start ``work`` in the background; if it raises, the log says so at once."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._forget)
        return task

    async def close(self) -> None:
        """Cancel what still runs, and return when all of it has ended."""
        await _cancel(list(self._tasks))

    def _forget(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("task_failed", task=task.get_name(), exc_info=error)


async def first_end(works: Mapping[str, Coroutine[Any, Any, object]]) -> None:
    """Run all of them until the first one ends; cancel the others and raise what it raised."""
    running = [asyncio.create_task(work, name=name) for name, work in works.items()]
    try:
        done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await _cancel(running)
    for task in done:
        task.result()


async def _cancel(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel tasks until they end: discord.py swallows one cancellation while it reconnects."""
    pending = {task for task in tasks if not task.done()}
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=CANCEL_SECONDS)
