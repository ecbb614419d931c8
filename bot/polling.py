"""Work that is looked for again and again for as long as the bot lives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Never

import structlog

from db.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = structlog.stdlib.get_logger(__name__)


async def poll(
    work: Callable[[], Awaitable[object]],
    *,
    wait: Callable[[], Awaitable[object]],
    delayed: str,
    delays: tuple[type[Exception], ...] = (DatabaseError,),
) -> Never:
    """Do what there is to do, wait, and look again.

    Args:
        work: Does all that is found in one look.
        wait: Returns once it is time for another.
        delayed: What the log says when a look was ended by one of ``delays``.
        delays: What ends a look and not the polling: what is left is found by the next one.
    """
    while True:
        try:
            await work()
        except delays as error:
            log.warning(delayed, error_code=getattr(error, "code", type(error).__name__))
        await wait()
