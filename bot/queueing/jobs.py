"""Accepts what people order: a public message first, then one transaction, or a refusal."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

import discord
import msgspec
import structlog

from bot.calls import CALL_FAILURES, reason_of
from bot.credits.day_limits import take_day_images
from bot.delivering.reach import elsewhere, home_of, must_hide, reach_of
from bot.errors import (
    QueueFullError,
    TooManyImagesError,
)
from bot.languages import public_locale
from bot.ordering.orders import UnfinishedOrder
from bot.ordering.permutations import expand
from bot.policy.gate import asking_of
from bot.policy.judging import UnjudgedError
from bot.queueing.agreement import Agreement, UnagreedError
from bot.queueing.outlook import Outlook, read_outlook
from bot.queueing.queue_errors import DrainingError, GuildQueueFullError
from db.acknowledgements import settle_acknowledgement
from db.drains import is_draining
from db.guilds import read_guild
from db.jobs import JobState, NewJob, count_waiting
from db.wakeup import notify

if TYPE_CHECKING:
    from random import Random

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.clock import Clock
    from bot.config import LimitsSection
    from bot.credits.charging import Charging
    from bot.credits.guild_limits import GuildLimits
    from bot.delivering.contexts import Contexts
    from bot.delivering.message import Draft, MessageWriter
    from bot.delivering.messenger import DiscordMessenger
    from bot.delivering.reach import Reach
    from bot.monitoring.metrics import CountsJobs
    from bot.ordering.orders import Order, Plan
    from bot.ordering.start_images import StartImages
    from bot.policy.gate import Gate
    from bot.queueing.acknowledging import Acknowledging
    from bot.queueing.drain import DrainSign
    from bot.queueing.pace import Pace
    from bot.queueing.queue import JobQueue
    from bot.queueing.waiting import WaitingRoom
    from db.connection import Database
    from db.tables import Guild, Job

    Interaction = discord.Interaction[Any]

log = structlog.stdlib.get_logger(__name__)


class JobService:
    """Turns orders into jobs."""

    def __init__(
        self,
        *,
        database: Database,
        queue: JobQueue,
        waiting: WaitingRoom,
        messenger: DiscordMessenger,
        acknowledging: Acknowledging,
        drain: DrainSign,
        gate: Gate,
        contexts: Contexts,
        charging: Charging,
        pace: Pace,
        guild_limits: GuildLimits,
        start_images: StartImages,
        writer: MessageWriter,
        limits: LimitsSection,
        clock: Clock,
        rng: Random,
        metrics: CountsJobs,
    ) -> None:
        self._metrics = metrics
        self._database = database
        self._queue = queue
        self._waiting = waiting
        self._messenger = messenger
        self._acknowledging = acknowledging
        self._drain = drain
        self._gate = gate
        self._contexts = contexts
        self._charging = charging
        self._pace = pace
        self._guild_limits = guild_limits
        self._start_images = start_images
        self._agreement = Agreement(database, charging, clock, rng)
        self._writer = writer
        self._limits = limits
        self._clock = clock
        self._rng = rng

    async def accept(
        self,
        interaction: Interaction,
        order: Order | UnfinishedOrder,
        *,
        is_private: bool | None = None,
    ) -> Job:
        """Answer an interaction, and commit what it orders.

        What memory can refuse is refused before anything is sent. Then the message goes out,
        which stays this job's message to the end, and one transaction commits the job and
        what is held for it. A refusal found there takes the message back.

        If the process dies between message and commit there is no job, and nothing was counted;
        the next bot says so in the message, if it reaches it.

        Args:
            interaction: Not answered yet.
            order: What is asked for.
            is_private: Whether the person alone sees it; None is as what was pressed.

        Raises:
            bot.errors.RefusedError: Nothing was accepted; the person may be told privately.
        """
        reach = reach_of(interaction, is_private=is_private)
        await self._check(interaction, order, reach)
        draft = self._writer.queuing(
            *order.header, interaction.user.id, locale=public_locale(interaction)
        )
        message_id = await self._acknowledge(interaction, draft, reach)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._acknowledging.settle, interaction.id)
            stack.push_async_callback(_take_back, interaction)
            whole = await _whole(order, interaction)
            try:
                job, outlook = await self._commit(interaction, whole, message_id, reach)
            except UnagreedError as unagreed:
                raise await self._agreement.question(interaction, unagreed, reach) from None
            stack.pop_all()
        log.info("job_queued", job_id=job.id, kind=job.kind, num_images=job.num_images)
        self._metrics.count_job(JobState.QUEUED)
        self._messenger.remember(message_id, interaction)
        self._waiting.add(job, outlook)
        self._queue.wake()
        return job

    async def _acknowledge(self, interaction: Interaction, draft: Draft, reach: Reach) -> int:
        """Note that there is an answer, then send it: a kill in between leaves the note."""
        if reach.is_reachable:
            await self._acknowledging.note(interaction.id, interaction.channel_id or 0)
        is_private = must_hide(interaction, is_private=reach.is_private)
        return await _send(interaction, draft, is_private=is_private)

    async def _check(
        self, interaction: Interaction, order: Order | UnfinishedOrder, reach: Reach
    ) -> None:
        """Refuse what memory is enough to refuse."""
        self._drain.check()
        self._contexts.check(interaction, reach)
        max_images = self._guild_limits.known_max_images(home_of(interaction) or 0)
        if order.num_images is not None and max_images is not None:
            _check_num_images(order.num_images, max_images)
        prompt = order.header[1].get("prompt")
        if max_images is None and prompt is not None and len(expand(prompt)) > 1:
            prompt = None  # may be too many forms to judge: the transaction counts them first
        await self._gate.check(asking_of(interaction), prompt)

    async def _commit(
        self, interaction: Interaction, order: Order, message_id: int, reach: Reach
    ) -> tuple[Job, Outlook]:
        """Commit an order; while its prompt is judged, no transaction is open."""
        while True:
            try:
                return await self._try_commit(interaction, order, message_id, reach)
            except UnjudgedError as unjudged:
                await self._gate.judge(asking_of(interaction), unjudged.prompts)

    async def _try_commit(
        self, interaction: Interaction, order: Order, message_id: int, reach: Reach
    ) -> tuple[Job, Outlook]:
        guild_id = home_of(interaction)
        async with self._database.begin() as session:
            guild = await read_guild(session, guild_id) if guild_id else None
            asked = await order.plan(session, guild_id=guild_id, rng=self._rng)
            asking = asking_of(interaction)
            await self._check_load(session, asked, guild)
            plan = self._gate.admit(asking, asked)
            links = await self._start_images.missing(session, plan.params)
            first = [link.params for link in links.values()]
            if first and not plan.is_agreed:
                raise UnagreedError(plan, first)
            await self._check_service(session, guild_id)
            wanted = _new_job(interaction, plan, message_id, reach)
            new = self._charging.priced(wanted, plan, first)
            job = await self._charging.admit(
                session,
                new,
                asking.role_ids,
                now=self._clock.now(),
                max_waiting=guild.max_waiting if guild else None,
            )
            await take_day_images(session, job, guild, operators=self._limits.daily_images)
            outlook = await read_outlook(session, job, self._pace) or Outlook(0)
            await settle_acknowledgement(session, interaction.id)
            await notify(session)
        return job, outlook

    async def _check_load(self, session: AsyncSession, plan: Plan, guild: Guild | None) -> None:
        _check_num_images(plan.num_images, self._guild_limits.max_images(guild))
        waiting = await count_waiting(session)
        if waiting >= self._limits.waiting_jobs:
            raise QueueFullError(waiting=waiting)

    async def _check_service(self, session: AsyncSession, guild_id: int | None) -> None:
        if await is_draining(session):
            raise DrainingError
        waiting = await count_waiting(session, guild_id=guild_id)
        if waiting >= self._limits.guild_waiting_jobs:
            raise GuildQueueFullError(waiting=waiting)


def _check_num_images(num_images: int, max_images: int) -> None:
    if num_images > max_images:
        raise TooManyImagesError(num_images=num_images, max_images=max_images)


def _new_job(interaction: Interaction, plan: Plan, message_id: int, reach: Reach) -> NewJob:
    home = elsewhere(interaction)
    return NewJob(
        kind=plan.kind,
        guild_id=home_of(interaction),
        channel_id=home.channel_id if home else interaction.channel_id or 0,
        user_id=interaction.user.id,
        message_id=message_id,
        interaction_id=interaction.id,
        parent_image_id=plan.parent_image_id,
        params=msgspec.to_builtins(plan.params),
        num_images=plan.num_images,
        locale=public_locale(interaction),
        is_private=reach.is_private,
        is_reachable=reach.is_reachable,
    )


async def _whole(order: Order | UnfinishedOrder, interaction: Interaction) -> Order:
    """Have an order look at what it has to look at first."""
    if isinstance(order, UnfinishedOrder):
        return await order.finish(asking_of(interaction))
    return order


async def _send(interaction: Interaction, draft: Draft, *, is_private: bool) -> int:
    """Send the message and return its id; links in a prompt show no foreign pictures."""
    answer = await interaction.response.send_message(
        draft.content,
        ephemeral=is_private,
        allowed_mentions=discord.AllowedMentions.none(),
        suppress_embeds=True,
    )
    if answer.message_id is None:  # older servers leave it out
        return (await interaction.original_response()).id
    return answer.message_id


async def _take_back(interaction: Interaction) -> None:
    try:
        await interaction.delete_original_response()
    except CALL_FAILURES as error:  # what is being refused matters more
        log.warning("message_not_taken_back", **reason_of(error))
