"""A clock that moves when told."""

from __future__ import annotations

import asyncio
import datetime as dt

from bot.clock import Clock

NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
REAL_SECONDS = 20
TURNS = 20  # of the event loop: enough for what was woken to come to rest


class HeldClock(Clock):
    """Stands still until ``advance``; who sleeps is woken in the order of their times."""

    def __init__(self, now=NOON):
        self._start = now
        self._passed = 0.0
        self._sleepers = []
        self._has_sleeper = asyncio.Event()

    def now(self):
        return self._start + dt.timedelta(seconds=self._passed)

    def monotonic(self):
        return self._passed

    async def sleep(self, seconds):
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken = asyncio.get_running_loop().create_future()
        self._sleepers.append((self._passed + seconds, woken))
        self._has_sleeper.set()
        await woken

    async def until_asleep(self):
        """Wait, in real time, until somebody sleeps: what they did before may take a while."""
        async with asyncio.timeout(REAL_SECONDS):
            while not any(not woken.done() for _, woken in self._sleepers):
                self._has_sleeper.clear()
                await self._has_sleeper.wait()

    async def advance(self, seconds):
        """Let time pass, and everybody who is due do what they do."""
        await settle()
        end = self._passed + seconds
        while due := sorted(at for at, _ in self._sleepers if at <= end):
            self._passed = max(self._passed, due[0])
            for at, woken in self._sleepers:
                if at <= self._passed and not woken.done():
                    woken.set_result(None)
            self._sleepers = [one for one in self._sleepers if one[0] > self._passed]
            await settle()
        self._passed = end
        await settle()


async def settle():
    """Let everything run that can run without time passing."""
    for _ in range(TURNS):
        await asyncio.sleep(0)
