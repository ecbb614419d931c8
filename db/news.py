"""Word that something is to be done, waited for a bounded time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


class News:
    """What somebody waits for: word of something new, or time to look without any.

    Args:
        poll_seconds: How long a wait lasts at most.
        sleep: Passes the time of a wait.
    """

    def __init__(
        self, *, poll_seconds: float, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._poll_seconds = poll_seconds
        self._sleep = sleep
        self._has_come = asyncio.Event()

    def wake(self) -> None:
        """End the present wait, or the next one."""
        self._has_come.set()

    def forget(self) -> None:
        """Let only what is told from now on end the next wait."""
        self._has_come.clear()

    async def wait(self) -> None:
        """Return at the next word, or once it is time to look without one."""
        async with asyncio.TaskGroup() as tasks:
            alarm = tasks.create_task(self._wake_later())
            await self._has_come.wait()
            alarm.cancel()
        self._has_come.clear()

    async def _wake_later(self) -> None:
        await self._sleep(self._poll_seconds)
        self._has_come.set()
