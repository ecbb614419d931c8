"""Edits the bot's messages in Discord, with one word for each way it can go wrong."""

from __future__ import annotations

import datetime as dt
import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Protocol

import aiohttp
import discord
from typing_extensions import override

from bot.delivery_errors import (
    DiscordAwayError,
    MessageForbiddenError,
    MessageGoneError,
    MessageRefusedError,
)
from bot.views.result import result_view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.clock import Clock
    from bot.message import Draft
    from bot.text import Text
    from db.tables import Job

    Interaction = discord.Interaction[Any]

TOKEN_LIFE: Final = dt.timedelta(minutes=14)  # Discord ends it after 15
DEFAULT_MAX_BYTES: Final = 10 * 1024 * 1024  # what Discord takes from a bot in any guild


class Messenger(Protocol):
    """Whoever can edit the message that acknowledged a job."""

    async def show_progress(self, job: Job, draft: Draft) -> None:
        """Edit the message while the job is on its way.

        Raises:
            bot.delivery_errors.DeliveryError: It could not be edited; nothing is lost.
        """
        ...

    async def show_end(self, job: Job, draft: Draft) -> None:
        """Edit the message for the last time; doing it again changes nothing.

        Raises:
            bot.delivery_errors.DiscordAwayError: Worth another attempt.
            bot.delivery_errors.DeliveryError: Final otherwise.
        """
        ...

    def max_bytes(self, job: Job) -> int:
        """Return how many bytes of files one message may carry where the job was asked for."""
        ...

    def forget(self, job: Job) -> None:
        """Drop what was remembered for the job; it has ended."""
        ...


class DiscordMessenger(Messenger):
    """Edits through Discord's API.

    Progress takes the interaction's token while it lives: each token has a rate limit of its own,
    so that progress never holds up the end of another job in the channel. The end goes by channel
    and message id with the bot's token, which outlives both the interaction and this process.
    """

    def __init__(self, client: discord.Client, *, text: Text, clock: Clock) -> None:
        self._client = client
        self._text = text
        self._clock = clock
        self._interactions: dict[int, Interaction] = {}

    def remember(self, message_id: int, interaction: Interaction) -> None:
        """Keep the interaction that a message answered, for the edits to come."""
        self._interactions[message_id] = interaction

    @override
    async def show_progress(self, job: Job, draft: Draft) -> None:
        """Edit by interaction token where there is one, else by bot token."""
        if not (interaction := self._living(job)):
            with _translated():
                await self._message(job).edit(**self._fields(draft))
            return
        try:
            with _translated():
                await interaction.edit_original_response(**self._fields(draft))
        except MessageRefusedError:  # the token ended before its time
            self.forget(job)
            raise

    @override
    async def show_end(self, job: Job, draft: Draft) -> None:
        """Edit by bot token; where the bot may not see the channel, by interaction token."""
        try:
            with _translated():
                await self._message(job).edit(**self._fields(draft))
        except MessageForbiddenError:
            if not (interaction := self._living(job)):
                raise
            with _translated():
                await interaction.edit_original_response(**self._fields(draft))

    @override
    def max_bytes(self, job: Job) -> int:
        """Return the guild's limit, or what every guild allows where it is not known."""
        guild = self._client.get_guild(job.guild_id) if job.guild_id else None
        return guild.filesize_limit if guild else DEFAULT_MAX_BYTES

    @override
    def forget(self, job: Job) -> None:
        """Drop the interaction."""
        if job.message_id is not None:
            self._interactions.pop(job.message_id, None)

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

    def _fields(self, draft: Draft) -> dict[str, Any]:
        return {
            "content": draft.content,
            "attachments": [
                discord.File(io.BytesIO(picture.data), picture.name, description=picture.alt)
                for picture in draft.pictures
            ],
            "view": result_view(draft.buttons, self._text) if draft.buttons else None,
            "allowed_mentions": discord.AllowedMentions.none(),
        }


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what discord.py raises into the bot's own delivery errors."""
    try:
        yield
    except discord.NotFound as error:
        raise MessageGoneError from error
    except discord.Forbidden as error:
        raise MessageForbiddenError from error
    except (discord.DiscordServerError, discord.RateLimited) as error:
        raise DiscordAwayError from error
    except discord.HTTPException as error:
        if error.status == 429:  # noqa: PLR2004  Too Many Requests, after discord.py gave up
            raise DiscordAwayError from error
        raise MessageRefusedError(status=error.status, discord_code=error.code) from error
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise DiscordAwayError from error
