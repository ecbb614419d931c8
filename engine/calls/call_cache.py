"""CallCache: which network calls are worth preparing. Pure: no torch."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

AFTER_USES: Final = 64  # a shape that nobody draws often is never prepared
SHARE: Final = 0.1  # of all time at most that goes into preparing
_MAX_COUNTED: Final = 1024  # keys whose uses are remembered

CallT = TypeVar("CallT")


class CallCache(Generic[CallT]):
    """Keeps prepared calls by key, the least recently used leaving first.

    A key is due after ``AFTER_USES`` uses, and not before the last preparation is so long ago
    that all of them together stay below ``SHARE`` of the time: fifty sizes that come at once do
    not hold up everybody.

    Args:
        max_count: Prepared calls kept.
        max_bytes: Memory of all of them together.
        clock: Seconds.
        evicts: Whether calls leave for others; if not, a full cache takes no more.
    """

    def __init__(
        self, *, max_count: int, max_bytes: int, clock: Callable[[], float], evicts: bool
    ) -> None:
        self._max_count = max_count
        self._max_bytes = max_bytes
        self._clock = clock
        self._evicts = evicts
        self._calls: OrderedDict[Hashable, tuple[CallT, int]] = OrderedDict()
        self._uses: OrderedDict[Hashable, int] = OrderedDict()
        self._refused: set[Hashable] = set()
        self._rests_until = float("-inf")

    def __len__(self) -> int:
        return len(self._calls)

    @property
    def num_bytes(self) -> int:
        """Memory of what is kept."""
        return sum(size for _, size in self._calls.values())

    def find(self, key: Hashable) -> CallT | None:
        """Return what is prepared for a key, or None; counts as a use."""
        if key in self._calls:
            self._calls.move_to_end(key)
            return self._calls[key][0]
        self._uses[key] = self._uses.pop(key, 0) + 1
        if len(self._uses) > _MAX_COUNTED:
            self._uses.popitem(last=False)
        return None

    def is_due(self, key: Hashable) -> bool:
        """Say whether a key is to be prepared now."""
        if key in self._refused or self._uses.get(key, 0) < AFTER_USES:
            return False
        return self._clock() >= self._rests_until and (self._evicts or not self._is_full)

    def put(self, key: Hashable, call: CallT, num_bytes: int, seconds: float) -> bool:
        """Keep a prepared call; others leave until all fit.

        Args:
            key: Of the call.
            call: Prepared.
            num_bytes: Memory that it takes.
            seconds: That the preparation took.

        Returns:
            Whether anything was dropped, this call included where it is too large by itself.
        """
        self._rest(seconds)
        if num_bytes > self._max_bytes:
            self._refused.add(key)
            return True
        self._uses.pop(key, None)
        self._calls[key] = call, num_bytes
        before = len(self._calls)
        while len(self._calls) > self._max_count or self.num_bytes > self._max_bytes:
            self._calls.popitem(last=False)
        return len(self._calls) < before

    def refuse(self, key: Hashable, seconds: float = 0.0) -> None:
        """Give a key up for good: it could not be prepared, or what was prepared raised."""
        self._rest(seconds)
        self._calls.pop(key, None)
        self._refused.add(key)

    @property
    def _is_full(self) -> bool:
        return len(self._calls) >= self._max_count

    def _rest(self, seconds: float) -> None:
        self._rests_until = max(self._rests_until, self._clock() + seconds * (1 / SHARE - 1))
