"""What a thread refuses because it is archived is done once it is open."""

from __future__ import annotations

import discord
import pytest

from bot.calls import THREAD_ARCHIVED
from bot.delivering.threads import in_open_thread
from tests.unit.bot.delivering.test_contexts import a_thread, thread_data
from tests.unit.bot.delivering.test_messenger import refusal


class AClient:
    """Finds one thread, which may be opened."""

    def __init__(self, *, is_locked=False):
        self.thread = a_thread(is_locked=is_locked)
        self.is_archived = True
        self.thread._state = self
        self.http = self

    async def fetch_channel(self, channel_id):
        return self.thread

    async def edit_channel(self, channel_id, *, reason, archived):
        self.is_archived = archived
        return thread_data()

    async def act(self):
        if self.is_archived:
            raise refusal(discord.HTTPException, 400, THREAD_ARCHIVED)
        return "done"


async def test_an_archived_thread_is_opened():
    client = AClient()

    assert await in_open_thread(client, 7, client.act) == "done"


async def test_a_locked_thread_stays_as_it_is():
    client = AClient(is_locked=True)

    with pytest.raises(discord.HTTPException):
        await in_open_thread(client, 7, client.act)
    assert client.is_archived


async def test_another_refusal_is_none_of_a_thread_s():
    client = AClient()

    async def act():
        raise refusal(discord.Forbidden, 403, 50001)

    with pytest.raises(discord.Forbidden):
        await in_open_thread(client, 7, act)
    assert client.is_archived
