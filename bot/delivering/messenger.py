"""Edits the bot's messages in Discord, with one word for each way it can go wrong."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Protocol

import aiohttp
import discord
from typing_extensions import override

from bot.calls import THREAD_ARCHIVED
from bot.delivering.channel_budget import ChannelBudget
from bot.delivering.delivery_errors import (
    DeliveryError,
    DiscordAwayError,
    MessageForbiddenError,
    MessageGoneError,
    MessageRefusedError,
    ProgressDroppedError,
)
from bot.delivering.direct_message import send_once
from bot.delivering.fitting import DEFAULT_MAX_BYTES, send_fitted
from bot.delivering.reach import elsewhere
from bot.delivering.threads import in_open_thread
from bot.languages import text_for
from bot.views.result import edit_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.clock import Clock
    from bot.delivering.copies import Copies
    from bot.delivering.message import Draft
    from db.tables import Job

    Interaction = discord.Interaction[Any]

TOKEN_LIFE: Final = dt.timedelta(minutes=14)  # Discord ends it after 15
UNAUTHORIZED: Final = 401
TOO_MANY_REQUESTS: Final = 429


class Messenger(Protocol):
    """Whoever can edit the message that acknowledged a job."""

    async def show_progress(self, job: Job, draft: Draft) -> None:
        """Edit the message while the job is on its way.

        Raises:
            bot.delivering.delivery_errors.DeliveryError: It could not be edited; nothing is lost.
        """
        ...

    async def take_turn(self, job: Job) -> None:
        """Wait until the job's end may be shown; ends of a channel come in their order."""
        ...

    async def show_end(self, job: Job, draft: Draft) -> None:
        """Edit the message for the last time; doing it again changes nothing.

        Without a turn taken before, it takes one.

        Raises:
            bot.delivering.delivery_errors.DiscordAwayError: Worth another attempt.
            bot.delivering.delivery_errors.DeliveryError: Final otherwise.
        """
        ...

    async def send_directly(self, job: Job, draft: Draft) -> None:
        """Send a result to its person where its channel is closed; repeating it sends one.

        Raises:
            bot.delivering.delivery_errors.DeliveryError: As ``show_end``.
            db.errors.DatabaseError: It could not be noted where the result is; worth another
                attempt.
        """
        ...

    def forget(self, job: Job) -> None:
        """Drop what was remembered for the job; it has ended."""
        ...


class DiscordMessenger(Messenger):
    """Edits through Discord's API.

    Progress takes the interaction's token while it lives: each token has a rate limit of its own,
    so that progress never holds up the end of another job in the channel. The end goes by channel
    and message id with the bot's token, which outlives both the interaction and this process; in
    a channel whose turns are used up it takes a living interaction's token rather than wait.
    A message that the bot's token does not reach is closed once the interaction's has ended.
    Pictures in direct messages that stand in for others are remembered in ``copies``.
    """

    def __init__(
        self,
        client: discord.Client,
        *,
        clock: Clock,
        budget: ChannelBudget | None = None,
        is_laid_out: bool = False,
        copies: Copies | None = None,
    ) -> None:
        self._client = client
        self._copies = copies
        self._is_laid_out = is_laid_out
        self._clock = clock
        self._budget = budget or ChannelBudget(clock)
        self._interactions: dict[int, Interaction] = {}
        self._has_turn: set[int] = set()

    def remember(self, message_id: int, interaction: Interaction) -> None:
        """Keep the interaction that a message answered, for the edits to come."""
        self._interactions[message_id] = interaction

    @override
    async def show_progress(self, job: Job, draft: Draft) -> None:
        """Edit by interaction token where there is one, else by a turn that no end can miss."""
        if interaction := self._living(job):
            await self._edit_answer(job, interaction, draft)
        elif job.is_reachable and self._budget.take_spare(job.channel_id):
            await self._edit_message(job, draft)
        else:
            raise ProgressDroppedError

    @override
    async def take_turn(self, job: Job) -> None:
        """Take a turn in the channel, unless the interaction's token makes it needless."""
        if not job.is_reachable:
            return
        is_pressed = not self._budget.has_room(job.channel_id)
        if job.id in self._has_turn or (is_pressed and self._living(job)):
            return
        await self._budget.take(job.channel_id)
        self._has_turn.add(job.id)

    @override
    async def show_end(self, job: Job, draft: Draft) -> None:
        """Edit by bot token; where that cannot be now, or ever, by interaction token."""
        if not job.is_reachable:
            await self._show_answer(job, draft)
            return
        await self.take_turn(job)
        interaction = self._living(job)
        if job.id not in self._has_turn and interaction:
            try:
                await self._edit_answer(job, interaction, draft)
            except (MessageGoneError, MessageForbiddenError, MessageRefusedError):
                # perhaps the token's end alone, or a thread that the bot's token opens
                self.forget(job)
                await self.show_end(job, draft)
            return
        self._has_turn.discard(job.id)
        try:
            await self._edit_message(job, draft)
        except MessageForbiddenError:
            if interaction is None:
                raise
            await self._edit_answer(job, interaction, draft)

    async def _show_answer(self, job: Job, draft: Draft) -> None:
        """Edit what only the interaction's token reaches; dismissed or too late, it is closed."""
        interaction = self._living(job)
        if interaction is None:
            raise MessageForbiddenError
        try:
            message = await self._edit_answer(job, interaction, draft)
        except (MessageGoneError, MessageRefusedError) as error:
            raise MessageForbiddenError from error
        if elsewhere(interaction):  # a direct message, which outlives the token
            await self._remember_copy(job, message)

    @override
    async def send_directly(self, job: Job, draft: Draft) -> None:
        """Send a direct message, once however often this is repeated."""
        with _translated():
            message = await send_once(self._client, job, draft, is_laid_out=self._is_laid_out)
        await self._remember_copy(job, message)

    async def _remember_copy(self, job: Job, message: discord.Message) -> None:
        if self._copies is not None:
            await self._copies.note(job, message)

    @override
    def forget(self, job: Job) -> None:
        """Drop the interaction."""
        self._has_turn.discard(job.id)
        if job.message_id is not None:
            self._interactions.pop(job.message_id, None)

    async def _edit_message(self, job: Job, draft: Draft) -> None:
        guild = self._client.get_guild(job.guild_id) if job.guild_id else None
        max_bytes = guild.filesize_limit if guild else DEFAULT_MAX_BYTES
        message, text = self._message(job), text_for(job.locale)

        async def edit(fitted: Draft) -> None:
            await in_open_thread(
                self._client, job.channel_id, lambda: message.edit(**self._fields(job, fitted))
            )

        with _translated():
            await send_fitted(draft, max_bytes, text, edit)

    async def _edit_answer(
        self, job: Job, interaction: Interaction, draft: Draft
    ) -> discord.Message:
        max_bytes, text = interaction.filesize_limit, text_for(job.locale)
        edit = interaction.edit_original_response
        try:
            with _translated(is_by_bot=False):
                return await send_fitted(
                    draft, max_bytes, text, lambda fitted: edit(**self._fields(job, fitted))
                )
        except MessageRefusedError:  # the token ended before its time
            self.forget(job)
            raise

    def _fields(self, job: Job, draft: Draft) -> dict[str, Any]:
        fields = edit_fields(draft, text_for(job.locale), is_laid_out=self._is_laid_out)
        return {**fields, "allowed_mentions": discord.AllowedMentions.none()}

    def _living(self, job: Job) -> Interaction | None:
        interaction = self._interactions.get(job.message_id or 0)
        if interaction and self._clock.now() - interaction.created_at < TOKEN_LIFE:
            return interaction
        return None

    def _message(self, job: Job) -> discord.PartialMessage:
        if job.message_id is None:
            raise MessageGoneError
        channel = self._client.get_partial_messageable(job.channel_id, guild_id=job.guild_id)
        return channel.get_partial_message(job.message_id)


@contextmanager
def _translated(*, is_by_bot: bool = True) -> Iterator[None]:
    """Turn what discord.py raises into the bot's own delivery errors.

    A bot's token that is not accepted says nothing about the message: the operator is changing
    it, so the edit is worth another attempt.
    """
    try:
        yield
    except discord.NotFound as error:
        raise MessageGoneError from error
    except discord.Forbidden as error:
        raise MessageForbiddenError from error
    except (discord.DiscordServerError, discord.RateLimited) as error:
        raise DiscordAwayError from error
    except discord.HTTPException as error:
        raise _meaning_of(error, is_by_bot=is_by_bot) from error
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise DiscordAwayError from error


def _meaning_of(error: discord.HTTPException, *, is_by_bot: bool) -> DeliveryError:
    if error.code == THREAD_ARCHIVED:
        return MessageForbiddenError()
    if error.status == TOO_MANY_REQUESTS or (error.status == UNAUTHORIZED and is_by_bot):
        return DiscordAwayError()  # discord.py gave up waiting
    return MessageRefusedError(status=error.status, discord_code=error.code)
