"""People's hands on the playground's page: they use commands and read private answers."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from bot.playground.page_addresses import PageAddresses
from bot.playground.seed import GENERAL_ID

PATIENCE_SECONDS: Final = 60.0
LOOK_SECONDS: Final = 0.1
_LOADING: Final = 1 << 7  # a message that is still thinking


class Page(PageAddresses):
    """The page of a playground, as people use it."""

    async def control(self, method: str, name: str, body: dict[str, Any]) -> Any:
        """Do something to the playground itself."""
        return await self.ask(method, f"admin/{name}", body)

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
                begun = await self.ask("POST", "commands", body, params={"as": persona})
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
        shown = await self.ask("GET", f"channels/{GENERAL_ID}/messages", params=params)
        return any(
            int((message.get("interaction_metadata") or {}).get("id", 0)) == interaction_id
            and not message["flags"] & _LOADING
            for message in shown
        )
