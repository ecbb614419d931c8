"""The streams that keep people's pages up to date."""

import asyncio
from collections.abc import Iterator, Set
from contextlib import contextmanager
from typing import Any

import msgspec


class Live:
    """Hands events to the open pages of the people whom they concern."""

    def __init__(self) -> None:
        self._pages: list[tuple[str, asyncio.Queue[str | None]]] = []

    @contextmanager
    def subscribe(self, user_id: str) -> Iterator[asyncio.Queue[str | None]]:
        """Yield a queue of events for one page, until the page goes away."""
        page = (user_id, asyncio.Queue[str | None]())
        self._pages.append(page)
        try:
            yield page[1]
        finally:
            self._pages.remove(page)

    def people(self) -> set[str]:
        """Return the ids of those who have the page open."""
        return {user_id for user_id, _ in self._pages}

    def publish(self, event: str, data: Any, audience: Set[str] | None = None) -> None:
        """Send an event to every page of ``audience``, or to every page there is."""
        text = msgspec.json.encode({"event": event, "data": data}).decode()
        for user_id, queue in self._pages:
            if audience is None or user_id in audience:
                queue.put_nowait(text)

    def close(self) -> None:
        """End every stream."""
        for _, queue in self._pages:
            queue.put_nowait(None)
