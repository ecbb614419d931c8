"""People's hands on the playground's page: they use commands and read private answers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from bot.playground.seed import GENERAL_ID

if TYPE_CHECKING:
    import aiohttp

PATIENCE_SECONDS: Final = 60.0
LOOK_SECONDS: Final = 0.1
_LOADING: Final = 1 << 7  # a message that is still thinking


class Page:
    """The page of a playground.

    Args:
        http: Open for as long as the page is used.
        base_url: Where the playground is.
    """

    def __init__(self, http: aiohttp.ClientSession, base_url: str) -> None:
        self._http = http
        self._base_url = base_url

    async def gather(self, num_people: int) -> list[str]:
        """Let so many people in; returns the names by which they act."""
        answer = await self.control("POST", "people", {"count": num_people})
        return list(answer["personas"])

    async def control(self, method: str, name: str, body: dict[str, Any]) -> Any:
        """Do something to the playground itself."""
        return await self._ask(method, f"admin/{name}", body)

    async def command(
        self, persona: str, name: str, *, channel_id: str = GENERAL_ID, **values: Any
    ) -> int:
        """Use a command, as soon as there is a bot to take it; returns the interaction's id.

        Raises:
            TimeoutError: There was none for a long while.
        """
        body = {"channel_id": channel_id, "name": name, "values": values}
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                begun = await self._ask("POST", "commands", body, params={"as": persona})
                if begun:
                    return int(begun["interaction_id"])
                await asyncio.sleep(LOOK_SECONDS)

    async def insist(self, persona: str, name: str, **values: Any) -> None:
        """Use a command and wait for its private answer.

        Raises:
            TimeoutError: None came.
        """
        interaction_id = await self.command(persona, name, **values)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await self._is_answered(persona, interaction_id):  # noqa: ASYNC110
                await asyncio.sleep(LOOK_SECONDS)

    async def _is_answered(self, persona: str, interaction_id: int) -> bool:
        params = {"as": persona, "limit": "20"}
        shown = await self._ask("GET", f"channels/{GENERAL_ID}/messages", params=params)
        return any(
            int((message.get("interaction_metadata") or {}).get("id", 0)) == interaction_id
            and not message["flags"] & _LOADING
            for message in shown
        )

    async def _ask(
        self,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        *,
        params: dict[str, str] | None = None,
    ) -> Any:
        """Return the answer's JSON, or None where the playground refused."""
        url = f"{self._base_url}/playground/{path}"
        async with self._http.request(method, url, json=body, params=params) as answer:
            return await answer.json() if answer.ok and answer.content_length else None
