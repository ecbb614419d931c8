"""Discord's channels as the bot's parts reach for them: what is sent and edited is kept."""

from __future__ import annotations

import itertools
from types import SimpleNamespace


class KeepingClient:
    """Stands where discord.py's client does.

    Attributes:
        edits: (channel id, message id, fields) of every edit.
        sent: (channel id, words, fields) of every message.
        direct: (user id, words) of every direct message.
        failures: Errors that the next calls raise, one each.
    """

    def __init__(self, *failures):
        self.edits, self.sent, self.direct = [], [], []
        self.failures = list(failures)
        self._ids = itertools.count(7000)

    def get_partial_messageable(self, channel_id, *, guild_id=None):
        def get_partial_message(message_id):
            async def edit(**fields):
                self._fail()
                self.edits.append((channel_id, message_id, fields))

            return SimpleNamespace(edit=edit)

        async def send(words, **fields):
            self._fail()
            self.sent.append((channel_id, words, fields))
            return SimpleNamespace(id=next(self._ids))

        return SimpleNamespace(send=send, get_partial_message=get_partial_message)

    def get_guild(self, _guild_id):
        return None

    async def create_dm(self, user):
        async def send(words, **_fields):
            self._fail()
            self.direct.append((user.id, words))

        return SimpleNamespace(send=send)

    def _fail(self):
        if self.failures:
            raise self.failures.pop(0)
