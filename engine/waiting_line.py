"""WaitingLine: orders that were submitted and are not being drawn yet."""

from __future__ import annotations

from concurrent.futures import FIRST_COMPLETED, wait
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from engine.request import Order


class WaitingLine:
    """Orders in the order in which they came, each of an upscale's tiles on its own."""

    def __init__(self) -> None:
        self._orders: list[Order] = []

    def __contains__(self, request_id: str) -> bool:
        return any(order.request_id == request_id for order in self._orders)

    def __len__(self) -> int:
        return len(self._orders)

    @property
    def has_ready(self) -> bool:
        """Whether any order could be admitted now."""
        return any(order.is_ready for order in self._orders)

    def add(self, order: Order) -> None:
        """Queue an order, or each of its tiles."""
        self._orders.extend(order.parts)

    def drop(self, request_id: str) -> None:
        """Forget whatever there is of a request, and spare the workers what they do for it."""
        for order in self._orders:
            if order.request_id == request_id:
                order.give_up()
        self._orders = [order for order in self._orders if order.request_id != request_id]

    def take(self, count: int, inside: AbstractSet[str], *, may_fill: bool) -> list[Order]:
        """Take who may enter: every request with one part, further tiles while there is room.

        A request whose tiles wait always has one of them inside, so that newcomers, who come
        before its further tiles, never keep it from going on.

        Args:
            count: At most so many.
            inside: Requests of which a part is being drawn.
            may_fill: Whether there is room for further tiles.
        """
        seen = set(inside)
        first: list[Order] = []
        further: list[Order] = []
        for order in self._orders:
            if order.is_ready:
                (further if order.request_id in seen else first).append(order)
                seen.add(order.request_id)
        further.sort(key=lambda order: order.tile)
        taken = [*first, *(further if may_fill else [])][:count]
        for order in taken:
            self._orders.remove(order)
        return taken

    def rest(self, seconds: float) -> None:
        """Wait until a worker has prepared something, when no order is ready."""
        pending = [part for order in self._orders for part in order.pending]
        if pending and not self.has_ready:
            wait(pending, timeout=seconds, return_when=FIRST_COMPLETED)
