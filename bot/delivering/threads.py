"""Does things in threads that Discord has archived since: opens them again first."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import discord

from bot.calls import THREAD_ARCHIVED

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

DoneT = TypeVar("DoneT")


async def in_open_thread(
    client: discord.Client, channel_id: int, act: Callable[[], Awaitable[DoneT]]
) -> DoneT:
    """Do something in a channel; a thread that is archived is opened, as a new message would.

    Raises:
        discord.HTTPException: As ``act``; also where a moderator has locked the thread.
    """
    try:
        return await act()
    except discord.HTTPException as error:
        if error.code != THREAD_ARCHIVED:
            raise
        thread = await client.fetch_channel(channel_id)
        if not isinstance(thread, discord.Thread) or thread.locked:
            raise
        await thread.edit(archived=False)
    return await act()
