"""What is offered while somebody types, remembered for a while so that it comes at once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import structlog

from db.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

    from bot.clock import Clock

log = structlog.stdlib.get_logger(__name__)

KeyT = TypeVar("KeyT", bound="Hashable")
ValueT = TypeVar("ValueT")

MAX_REMEMBERED: Final = 2000  # people
FRESH_SECONDS: Final = 10.0
PATIENCE_SECONDS: Final = 0.08  # Discord waits three seconds; people do not


class Memory(Generic[KeyT, ValueT]):
    """Values by key, read anew when they are old; never keeps anybody waiting.

    Args:
        read: Reads a key's value from the database.
        empty: Stands for what could not be read in time.
        clock: The time.
    """

    def __init__(
        self, read: Callable[[KeyT], Awaitable[ValueT]], *, empty: ValueT, clock: Clock
    ) -> None:
        self._read = read
        self._empty = empty
        self._clock = clock
        self._values: OrderedDict[KeyT, tuple[float, ValueT]] = OrderedDict()

    async def of(self, key: KeyT) -> ValueT:
        """Return a key's value: a fresh one, else an old one, else nothing."""
        read_at, value = self._values.get(key, (float("-inf"), self._empty))
        if self._clock.monotonic() - read_at < FRESH_SECONDS:
            return value
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                value = await self._read(key)
        except (TimeoutError, DatabaseError) as error:
            log.debug("offer_unread", reason=type(error).__name__)
            return value
        self._values[key] = (self._clock.monotonic(), value)
        self._values.move_to_end(key)
        if len(self._values) > MAX_REMEMBERED:
            self._values.popitem(last=False)
        return value

    def forget(self, key: KeyT) -> None:
        """Read a key's value anew the next time: it was changed."""
        self._values.pop(key, None)
