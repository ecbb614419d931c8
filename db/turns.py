"""Lets writers of one process in one by one, urgent ones first."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Turns:
    """A lock with two queues, each in the order of arrival.

    Urgent is what a person's three seconds run for; it is short and rare beside the rest, which
    therefore never starves.

    Args:
        patience: Seconds that anybody waits.
    """

    def __init__(self, patience: float) -> None:
        self._patience = patience
        self._is_taken = False
        self._urgent: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def take(self, *, is_urgent: bool = False) -> AsyncIterator[None]:
        """Wait for the turn, and keep it for the block.

        Raises:
            TimeoutError: It did not come within ``patience`` seconds.
        """
        if self._is_taken:
            async with asyncio.timeout(self._patience):
                await self._wait(self._urgent if is_urgent else self._others)
        self._is_taken = True
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, queue: deque[asyncio.Future[None]]) -> None:
        turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.cancelled():
                queue.remove(turn)
            else:  # it came in the same moment
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """Hand the turn to the next one, or leave it to whoever comes."""
        for queue in (self._urgent, self._others):
            while queue:
                turn = queue.popleft()
                if not turn.done():
                    turn.set_result(None)
                    return
        self._is_taken = False
