"""The addresses that the playground's page calls, for programs that act as its people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import aiohttp


class PageAddresses:
    """Everything under ``/playground/`` of one server.

    Args:
        http: Open for as long as this is used.
        base_url: Where the playground is.
    """

    def __init__(self, http: aiohttp.ClientSession, base_url: str) -> None:
        self._http = http
        self._base_url = base_url

    async def ask(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        params: dict[str, str] | None = None,
    ) -> Any:
        """Return the answer's JSON; None for an empty one, and for a refusal.

        A refusal may be that the bot is offline.
        """
        url = f"{self._base_url}/playground/{path}"
        async with self._http.request(method, url, json=body, params=params) as answer:
            return await answer.json() if answer.ok and answer.content_length else None

    async def gather(self, num_people: int) -> list[str]:
        """Let so many people in; returns the names by which they act."""
        answer = await self.ask("POST", "admin/people", {"count": num_people})
        return list(answer["personas"])
