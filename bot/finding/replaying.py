"""Draws recorded images again for people who doubt them, when nobody's job waits.

A replay is no job: it shows nobody a picture and costs no credits, so it must not take anything
from those who wait. It begins when the queue is empty, one at a time for the whole bot, and is
given up when that takes too long.
"""

from __future__ import annotations

import asyncio
import uuid
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from bot.ordering.orders import image_params, params_of
from db.job_reads import count_waiting
from engine.protocol import Finished

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.clock import Clock
    from bot.ordering.start_images import StartImages
    from bot.queueing.drawing import Engine
    from db.connection import Database
    from db.tables import Image, Job

MAX_WAIT_SECONDS: Final = 300.0  # well inside the quarter of an hour that an interaction lives
LOOK_SECONDS: Final = 2.0
MAX_WAITING: Final = 3  # people who wait for their turn


class Replays:
    """Draws one image at a time again, behind everybody who waits for pictures.

    Args:
        database: With the queue.
        engine: Draws.
        start_images: What jobs started from.
        clock: The time.
    """

    def __init__(
        self, database: Database, engine: Engine, start_images: StartImages, clock: Clock
    ) -> None:
        self._database = database
        self._engine = engine
        self._start_images = start_images
        self._clock = clock
        self._turn = asyncio.Lock()
        self._num_waiting = 0

    async def draw(self, job: Job, image: Image) -> Finished | None:
        """Draw an image as it was, with its watermark; None where it cannot be.

        Raises:
            TimeoutError: Others waited for pictures all the while; nothing was drawn.
        """
        params = await self._start_images.fill(image_params(params_of(job), image.index))
        request_id = f"verify:{uuid.uuid4().hex}"
        async with self._own_turn():
            events = self._engine.submit(request_id, params, watermark_id=image.watermark_id)
            try:
                ends = [event async for event in events if isinstance(event, Finished)]
            finally:
                self._engine.cancel(request_id)
        return ends[-1] if ends else None

    @asynccontextmanager
    async def _own_turn(self) -> AsyncIterator[None]:
        if self._num_waiting >= MAX_WAITING:
            raise TimeoutError
        deadline = self._clock.monotonic() + MAX_WAIT_SECONDS
        self._num_waiting += 1
        try:
            await self._turn.acquire()
        finally:
            self._num_waiting -= 1
        try:
            await self._wait_until_idle(deadline)
            yield
        finally:
            self._turn.release()

    async def _wait_until_idle(self, deadline: float) -> None:
        while await self._is_busy():
            if self._clock.monotonic() >= deadline:
                raise TimeoutError
            await self._clock.sleep(LOOK_SECONDS)

    async def _is_busy(self) -> bool:
        async with self._database.read() as session:
            return await count_waiting(session) > 0
