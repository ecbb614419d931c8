"""What was asked of the engine and has no terminal event yet: kept over the engine's deaths.

An engine that dies takes down everybody's requests, also when one of them killed it. A request
that was lost twice is therefore sent alone: the guilty one is found by its third loss, and its
neighbours end well.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar, overload

from engine.border.wire import ProtocolError
from engine.errors import DuplicateRequestError, EngineLostError, InvalidParameterError
from engine.protocol import (
    Cancel,
    Cancelled,
    Event,
    Failed,
    Finished,
    Inspect,
    Inspected,
    Rejected,
    RequestEvent,
    Stepped,
    Submit,
)

if TYPE_CHECKING:
    from engine.border.connection import Connection

EventT = TypeVar("EventT")

MAX_LOSSES: Final = 3  # engines that died with a request before the request is given up
SUSPECT_LOSSES: Final = 2  # from here on it is sent alone


class EventStream(Generic[EventT]):
    """The events of one request in their order, the terminal one last; read it with ``async for``.

    Progress that nobody has read yet is replaced by later progress.
    """

    def __init__(self) -> None:
        self._events: deque[EventT] = deque()
        self._has_changed = asyncio.Event()
        self._is_ended = False

    def __aiter__(self) -> EventStream[EventT]:
        return self

    async def __anext__(self) -> EventT:
        while not self._events:
            if self._is_ended:
                raise StopAsyncIteration
            self._has_changed.clear()
            await self._has_changed.wait()
        return self._events.popleft()

    def put(self, event: EventT, *, is_last: bool) -> None:
        """Add an event; after the last one iteration ends."""
        if isinstance(event, Stepped) and self._events and isinstance(self._events[-1], Stepped):
            self._events.pop()
        self._events.append(event)
        self._is_ended = is_last
        self._has_changed.set()


@dataclass
class _Order:
    message: Submit | Inspect
    events: EventStream[Any] = field(default_factory=EventStream)
    is_sent: bool = False
    is_cancelled: bool = False
    losses: int = 0

    @property
    def is_suspect(self) -> bool:
        return self.losses >= SUSPECT_LOSSES


class Orders:
    """Everything that is on its way, by id; one per client."""

    def __init__(self) -> None:
        self._orders: dict[str, _Order] = {}
        self._connection: Connection[Event] | None = None
        self._is_over = False

    def __len__(self) -> int:
        return len(self._orders)

    @overload
    def place(self, message: Submit) -> EventStream[RequestEvent]: ...
    @overload
    def place(self, message: Inspect) -> EventStream[Inspected]: ...
    def place(self, message: Submit | Inspect) -> EventStream[Any]:
        """Take an order; it is sent as soon as there is an engine.

        Raises:
            DuplicateRequestError: The id is on its way already; its first caller has the events.
        """
        key = _key_of(message)
        if key in self._orders:
            raise DuplicateRequestError(request_id=key)
        order = self._orders[key] = _Order(message)
        if self._is_over:
            self._end(key, _lost(message))
        self._send_more()
        return order.events

    def cancel(self, request_id: str) -> None:
        """Stop a request; one that was not sent yet ends at once, unknown ids are ignored."""
        order = self._orders.get(request_id)
        if order is None or order.is_cancelled:
            return
        order.is_cancelled = True
        if order.is_sent and self._connection:
            self._connection.send(Cancel(request_id=request_id))
        else:
            self._end(request_id, Cancelled(request_id=request_id))

    def resume(self, connection: Connection[Event]) -> None:
        """Send what waits to a new life of the engine."""
        self._connection = connection
        self._send_more()

    def take(self, event: RequestEvent | Inspected) -> None:
        """Hand an event to whoever placed the order."""
        if isinstance(event, (Finished, Rejected, Failed, Cancelled, Inspected)):
            self._end(_key_of(event), event)
            self._send_more()
        elif order := self._orders.get(_key_of(event)):
            order.events.put(event, is_last=False)

    def suspend(self) -> None:
        """Count a loss for all that was sent; what can be sent again waits for the next life."""
        self._connection = None
        for key, order in list(self._orders.items()):
            if not order.is_sent:
                continue
            order.is_sent = False
            order.losses += 1
            if order.is_cancelled:
                self._end(key, Cancelled(request_id=key))
            elif order.losses >= MAX_LOSSES:
                self._end(key, _lost(order.message))

    def end_all(self) -> None:
        """End everything, now and later: no engine will come any more."""
        self._connection = None
        self._is_over = True
        for key, order in list(self._orders.items()):
            self._end(key, _lost(order.message))

    def _send_more(self) -> None:
        if self._connection is None:
            return
        suspects = [key for key, order in self._orders.items() if order.is_suspect]
        in_flight = any(order.is_sent for order in self._orders.values())
        waiting = [key for key, order in self._orders.items() if not order.is_sent]
        if suspects:  # first let the others end, then one suspect after the other
            waiting = [] if in_flight else suspects[:1]
        for key in waiting:
            self._send(key, self._orders[key], self._connection)

    def _send(self, key: str, order: _Order, connection: Connection[Event]) -> None:
        try:
            connection.send(order.message)
            order.is_sent = True
        except ProtocolError as error:  # too large a picture, or half a character
            refusal = InvalidParameterError(parameter="request", reason=str(error))
            self._end(key, _refused(order.message, refusal))

    def _end(self, key: str, event: RequestEvent | Inspected) -> None:
        if order := self._orders.pop(key, None):
            order.events.put(event, is_last=True)


def _key_of(message: Submit | Inspect | RequestEvent | Inspected) -> str:
    if isinstance(message, (Inspect, Inspected)):
        return message.inspect_id
    return message.request_id


def _lost(message: Submit | Inspect) -> Failed | Inspected:
    if isinstance(message, Inspect):
        return Inspected(inspect_id=message.inspect_id, code=EngineLostError.code)
    return Failed(request_id=message.request_id, code=EngineLostError.code)


def _refused(message: Submit | Inspect, error: InvalidParameterError) -> Rejected | Inspected:
    if isinstance(message, Inspect):
        return Inspected(inspect_id=message.inspect_id, code=error.code, facts=error.facts)
    return Rejected(request_id=message.request_id, code=error.code, facts=error.facts)
