"""Many people at once, through the addresses that the playground's page uses."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any, Final

import aiohttp

from bot.playground.page_addresses import PageAddresses

if TYPE_CHECKING:
    from random import Random

PROMPTS: Final = ("a red apple", "a blue boat", "a moderation test card", "two cats")
PRESSED_SHARE: Final = 0.25  # of what people do; the rest are commands
PRESSED: Final = re.compile(r"atelier:(reroll|variation|cancel):")
RECENT: Final = 30
CHANNELS: Final = ("1000000000000000011", "1000000000000000012")
FAILURES: Final = (aiohttp.ClientError, OSError, TimeoutError)


class Crowd:
    """Asks for pictures, presses buttons, and reads what the channels show.

    Attributes:
        commands: Interaction ids of what asked for a job and reached the bot.
        is_resting: Set while enough is on its way.
        is_closed: Set while nobody may act.
    """

    def __init__(self, http: aiohttp.ClientSession, base_url: str, rng: Random) -> None:
        self._page = PageAddresses(http, base_url)
        self._rng = rng
        self._personas: list[str] = []
        self.commands: list[int] = []
        self.is_resting = False
        self.is_closed = False

    async def gather(self, num_people: int) -> None:
        """Let so many people in."""
        self._personas = await self._page.gather(num_people)

    async def act(self, per_second: float) -> None:
        """Do something at random instants, so many times a second on average; never returns."""
        while True:
            await asyncio.sleep(self._rng.expovariate(per_second))
            if not (self.is_resting or self.is_closed):
                await self.act_once()

    async def act_once(self) -> None:
        """Command or press something; a Discord or a bot that is away is nobody's fault."""
        try:
            if self._rng.random() < PRESSED_SHARE:
                await self._press()
            else:
                await self.command()
        except FAILURES:
            return

    async def command(self) -> None:
        """Ask for pictures."""
        steps = self._rng.randint(2, 30)
        values = {
            "prompt": self._rng.choice(PROMPTS),
            "steps": steps,
            "number": self._rng.randint(1, 3),
        }
        body = {"channel_id": self._rng.choice(CHANNELS), "name": "imagine", "values": values}
        await self._begin("commands", body, is_order=True)

    async def messages(self, channel_id: str, persona: str = "admin") -> list[dict[str, Any]]:
        """Return everything that a channel shows to a person, the newest first."""
        found: list[dict[str, Any]] = []
        before = 2**63 - 1
        while page := await self._page.ask(
            "GET",
            f"channels/{channel_id}/messages",
            params={"as": persona, "limit": "100", "before": str(before)},
        ):
            found += page
            before = int(page[-1]["id"])
        return found

    async def all_messages(self) -> list[dict[str, Any]]:
        """Return every message that anybody sees, private answers included, each once."""
        found: dict[str, dict[str, Any]] = {}
        for persona in ("admin", *self._personas):
            for channel_id in CHANNELS:
                for message in await self.messages(channel_id, persona):
                    found[message["id"]] = message
        return list(found.values())

    async def _press(self) -> None:
        persona, channel_id = self._rng.choice(self._personas), self._rng.choice(CHANNELS)
        recent = await self._page.ask(
            "GET",
            f"channels/{channel_id}/messages",
            params={"as": persona, "limit": str(RECENT)},
        )
        buttons = [(message, one) for message in recent for one in _buttons(message)]
        if not buttons:
            return
        message, custom_id = self._rng.choice(buttons)
        body = {"channel_id": channel_id, "message_id": message["id"], "custom_id": custom_id}
        await self._begin("components", body, is_order=":cancel:" not in custom_id)

    async def _begin(self, path: str, body: dict[str, Any], *, is_order: bool) -> None:
        persona = self._rng.choice(self._personas)
        begun = await self._page.ask("POST", path, body, params={"as": persona})
        if begun and is_order:
            self.commands.append(int(begun["interaction_id"]))


def _buttons(message: dict[str, Any]) -> list[str]:
    return [
        str(one["custom_id"])
        for row in message["components"]
        for one in row.get("components", ())
        if PRESSED.match(str(one.get("custom_id", "")))
    ]
