"""Sets messages right that a killed bot has left at "Queuing…", with no job behind them."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING, Final

import discord
import structlog

from bot.calls import CALL_FAILURES, reason_of
from bot.languages import channel_text
from bot.queueing.leases import is_gone
from db.acknowledgements import (
    acknowledged_jobs,
    note_acknowledgement,
    open_acknowledgements,
    settle_acknowledgement,
)
from db.errors import DatabaseError

if TYPE_CHECKING:
    from bot.clock import Clock
    from bot.tasks import Tasks
    from db.connection import Database
    from db.tables import Acknowledgement

log = structlog.stdlib.get_logger(__name__)

MAX_SWEPT: Final = 20  # in one round
MAX_AGE: Final = dt.timedelta(minutes=2)  # no transaction takes so long
NOTE_SECONDS: Final = 0.25  # of the three that Discord gives
NEIGHBOURS: Final = 20  # messages looked through after the command
FINAL: Final = (discord.NotFound, discord.Forbidden)


class Acknowledging:
    """Remembers public answers from before they are sent until their jobs are committed.

    The note goes in the transaction that commits the job. A bot that is killed in between leaves
    it, and the next one finds the message by the interaction that it answered. Writing it takes a
    few milliseconds; an answer never waits longer than a moment for a database that is slow.
    """

    def __init__(
        self,
        client: discord.Client,
        *,
        database: Database,
        clock: Clock,
        owner: str,
        tasks: Tasks,
    ) -> None:
        self._client = client
        self._database = database
        self._clock = clock
        self._owner = owner
        self._tasks = tasks

    async def note(self, interaction_id: int, channel_id: int) -> None:
        """Note an answer that is about to be sent; a slow database finishes that later."""
        work = self._note(interaction_id, channel_id)
        noting = self._tasks.spawn(work, name=f"answer-{interaction_id}")
        await asyncio.wait([noting], timeout=NOTE_SECONDS)

    async def _note(self, interaction_id: int, channel_id: int) -> None:
        try:
            async with self._database.begin(is_urgent=True) as session:
                await note_acknowledgement(
                    session,
                    interaction_id,
                    channel_id=channel_id,
                    owner=self._owner,
                    now=self._clock.now(),
                )
        except DatabaseError as error:
            log.warning("answer_unnoted", error_code=error.code)

    async def settle(self, interaction_id: int) -> None:
        """Forget an answer that was taken back."""
        try:
            async with self._database.begin() as session:
                await settle_acknowledgement(session, interaction_id)
        except DatabaseError as error:  # the sweep finds no message, and forgets it then
            log.warning("answer_unsettled", error_code=error.code)

    async def sweep(self) -> None:
        """Say in messages that nothing will come of that they were lost.

        Raises:
            db.errors.DatabaseError: The notes cannot be read; they stay.
        """
        async with self._database.read() as session:
            noted = await open_acknowledgements(session, limit=MAX_SWEPT)
            with_jobs = await acknowledged_jobs(session, [one.interaction_id for one in noted])
        for answer in noted:
            if answer.interaction_id in with_jobs or (
                self._is_lost(answer) and await self._set_right(answer)
            ):  # noted late
                await self.settle(answer.interaction_id)

    def _is_lost(self, answer: Acknowledgement) -> bool:
        is_old = self._clock.now() - answer.created_at > MAX_AGE
        return is_old or is_gone(answer.owner, me=self._owner)

    async def _set_right(self, answer: Acknowledgement) -> bool:
        """Edit the message if it is there; return whether there is nothing more to do."""
        try:
            message = await self._find(answer)
            if message is not None:
                header = message.content.rpartition("\n")[0]
                words = "\n".join(
                    [header, channel_text(self._client, answer.channel_id).say("lost")]
                ).strip()
                await message.edit(content=words, view=None)
        except FINAL as error:
            log.info("answer_out_of_reach", **reason_of(error))
        except CALL_FAILURES as error:
            log.warning("answer_not_set_right", **reason_of(error))
            return False
        else:
            log.info("answer_set_right", is_found=message is not None)
        return True

    async def _find(self, answer: Acknowledgement) -> discord.Message | None:
        channel = self._client.get_partial_messageable(answer.channel_id)
        after = discord.Object(answer.interaction_id)
        async for message in channel.history(after=after, limit=NEIGHBOURS, oldest_first=True):
            metadata = message.interaction_metadata
            if metadata is not None and metadata.id == answer.interaction_id:
                return message
        return None
