"""Many commands a second through the playground's addresses, at even distances."""

from __future__ import annotations

import asyncio
from itertools import cycle
from typing import TYPE_CHECKING, Any, Final

import aiohttp

if TYPE_CHECKING:
    from bot.clock import Clock

Command = tuple[str, dict[str, Any]]  # its name and options

NUM_PEOPLE: Final = 50
CHANNELS: Final = ("1000000000000000011", "1000000000000000012")
IMAGINE: Final[Command] = ("imagine", {"prompt": "a red apple", "steps": 4})
COMMANDS: Final[tuple[Command, ...]] = (  # seven of ten ask for a picture
    *(IMAGINE,) * 3,
    ("queue", {}),
    *(IMAGINE,) * 2,
    ("credits", {}),
    *(IMAGINE,) * 2,
    ("history", {}),
)
LOOK_SECONDS: Final = 0.5
FAILURES: Final = (aiohttp.ClientError, OSError)


class Rush:
    """People of a simulated Discord who all use commands at once.

    Args:
        http: Talks to the playground.
        address: Of the playground.
        clock: The time.
    """

    def __init__(self, http: aiohttp.ClientSession, address: str, clock: Clock) -> None:
        self._http = http
        self._address = address
        self._clock = clock
        self._turns = zip(cycle(COMMANDS), cycle(CHANNELS), strict=False)
        self._people = cycle(["member"])

    async def gather(self) -> None:
        """Let the people in, and wait until the bot knows its commands."""
        answer = await self._ask("POST", "admin/people", {"count": NUM_PEOPLE})
        self._people = cycle(answer["personas"])
        while not await self._command():
            await self._clock.sleep(LOOK_SECONDS)

    async def run(self, per_second: float, seconds: float) -> None:
        """Use so many commands; one that takes longer holds up none of the others."""
        begun = self._clock.monotonic()
        async with asyncio.TaskGroup() as group:
            for number in range(round(per_second * seconds)):
                due = begun + number / per_second
                await self._clock.sleep(max(0.0, due - self._clock.monotonic()))
                group.create_task(self._command())

    async def answer_seconds(self) -> list[float | None]:
        """Return how long the bot took for each command; None where Discord gave up on it."""
        return [one["seconds"] for one in await self._ask("GET", "admin/answer-times")]

    async def forget(self) -> None:
        """Begin to count anew."""
        await self._http.delete(f"{self._address}/playground/admin/answer-times")

    async def _command(self) -> bool:
        """Use the next command; return whether a bot was there to hear it."""
        (name, values), channel_id = next(self._turns)
        body = {"channel_id": channel_id, "name": name, "values": values}
        try:
            return bool(await self._ask("POST", f"commands?as={next(self._people)}", body))
        except FAILURES:
            return False

    async def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        url = f"{self._address}/playground/{path}"
        async with self._http.request(method, url, json=body) as answer:
            return await answer.json() if answer.ok else None
