"""Waiting for what tells nobody when it happens, such as a line in another process's log."""

# ruff: noqa: ASYNC109  a test's patience is part of what it says

from __future__ import annotations

import asyncio
import inspect

LOOK_SECONDS = 0.05


async def until(happened, timeout=30.0):
    """Look again and again until ``happened()``, which may be awaited, is true; return it."""
    async with asyncio.timeout(timeout):
        while True:
            found = happened()
            if inspect.isawaitable(found):
                found = await found
            if found:
                return found
            await asyncio.sleep(LOOK_SECONDS)
