"""Puts the parts of a bot together."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.credits.charging import Charging
from bot.credits.credit_desk import CreditDesk
from bot.credits.guild_limits import GuildLimits
from bot.delivering.contexts import Contexts
from bot.delivering.copies import Copies
from bot.delivering.delivery import Delivery
from bot.delivering.message import MessageWriter
from bot.delivering.messenger import DiscordMessenger
from bot.delivering.progress import Editors
from bot.files.fetching import Fetcher
from bot.files.retention import retention
from bot.files.uploads import Uploads
from bot.finding.tracing import Tracing
from bot.moderation.parts import moderation
from bot.ordering.start_images import StartImages
from bot.policy.parts import PolicyParts
from bot.privacy.desk import privacy_desk
from bot.queueing.acknowledging import Acknowledging
from bot.queueing.cancelling import Cancelling
from bot.queueing.dispatcher import Dispatcher
from bot.queueing.drain import DrainSign
from bot.queueing.drawing import Drawing
from bot.queueing.hand import Hand
from bot.queueing.jobs import JobService
from bot.queueing.leases import new_owner
from bot.queueing.noticeboard import Noticeboard
from bot.queueing.own_queue import OwnQueue
from bot.queueing.pace import Pace
from bot.queueing.queue import POLL_SECONDS, JobQueue
from bot.queueing.reconcile import Reconciler
from bot.queueing.waiting import WaitingRoom
from bot.setup.pages import Pages
from bot.tasks import Tasks
from db.wakeup import Wakeup

if TYPE_CHECKING:
    import discord

    from bot.ground import Ground


class Parts:
    """What runs beside the Discord client and serves its commands.

    Attributes:
        tasks: Everything that runs in the background on behalf of a job.
        policy: What decides what may be asked for and shown.
        moderation: Where moderators decide; ``reviews`` and ``takedown`` are of it.
        reviews: Where moderators decide about what was withheld.
        takedown: Removes pictures for good.
        writer: Writes the messages of jobs.
        guild_limits: What guilds have set for themselves.
        charging: On what terms people's jobs are drawn.
        credit_desk: What people are told of their credits, and administrators give.
        queue: The claimed jobs.
        start_images: The pictures that jobs start from.
        tracing: Finds out where pictures come from.
        waiting: The jobs that wait, told about it.
        jobs: What commands and buttons order from.
        dispatcher: Runs the jobs.
        reconciler: Takes up what other bots left.
        cancelling: Ends jobs that are no longer wanted.
        wakeup: Hears when another process has left word.
        noticeboard: Reads the word.
        retention: Lets pictures and rows age out.
        privacy: What people ask about their own data.
        own_queue: What people are shown of their unfinished jobs.
        setup_pages: The wizard's messages while they are pressed.
    """

    def __init__(self, client: discord.Client, ground: Ground) -> None:
        limits = ground.settings.limits
        self._ground = ground
        self._owner = new_owner()
        self._lease = dt.timedelta(seconds=limits.lease_seconds)
        self.writer = MessageWriter()
        self._messenger = self._make_messenger(client)
        self._drain = DrainSign(ground.database)
        self._uploads = Uploads(ground.settings.storage.folder / "uploads")
        self.tasks = Tasks()
        self.policy = PolicyParts(client, ground, self.tasks)
        self._acknowledging = self._make_acknowledging(client)
        self._hand = Hand(self.tasks)
        self._editors = self._make_editors()
        self.delivery = self._make_delivery()
        self.moderation = moderation(client, ground, self.policy, self.delivery, self.tasks)
        self.reviews, self.takedown = self.moderation.reviews, self.moderation.takedown
        self.guild_limits = GuildLimits(ground.database, default=limits.num_images)
        self.charging = self._make_charging()
        self.credit_desk = CreditDesk(ground.database, self.charging, clock=ground.clock)
        self._pace = Pace()
        self.queue = self._make_queue()
        self.waiting = self._make_waiting()
        self.start_images = self._make_start_images()
        self.tracing = Tracing(ground.database, ground.engine, self.start_images, ground.clock)
        self.jobs = self._make_jobs()
        self._drawing = self._make_drawing()
        self.dispatcher = self._make_dispatcher()
        self.reconciler = self._make_reconciler()
        self.cancelling = self._make_cancelling()
        self.retention = retention(ground, self._uploads)
        self.privacy = privacy_desk(client, ground, self._uploads)
        self.setup_pages = Pages()
        self.own_queue = OwnQueue(ground.database, self._pace)
        self.wakeup = Wakeup(ground.database, poll_seconds=POLL_SECONDS, sleep=ground.clock.sleep)
        self.noticeboard = Noticeboard(
            wakeup=self.wakeup, queue=self.queue, drain=self._drain, cancelling=self.cancelling
        )

    def _make_messenger(self, client: discord.Client) -> DiscordMessenger:
        return DiscordMessenger(
            client,
            clock=self._ground.clock,
            is_laid_out=self._ground.settings.discord.is_laid_out,
            copies=Copies(client, database=self._ground.database, clock=self._ground.clock),
        )

    def _make_acknowledging(self, client: discord.Client) -> Acknowledging:
        return Acknowledging(
            client,
            database=self._ground.database,
            clock=self._ground.clock,
            owner=self._owner,
            tasks=self.tasks,
        )

    def _make_charging(self) -> Charging:
        return Charging(
            self._ground.settings.credits,
            max_waiting=self._ground.settings.limits.person_waiting_jobs,
            engine=self._ground.engine,
        )

    def _make_queue(self) -> JobQueue:
        return JobQueue(
            self._ground.database,
            self._ground.engine,
            hand=self._hand,
            owner=self._owner,
            clock=self._ground.clock,
            lease=self._lease,
            max_running=self._ground.settings.limits.person_running_jobs,
            drain=self._drain,
        )

    def _make_start_images(self) -> StartImages:
        return StartImages(
            fetcher=Fetcher(),
            inspector=self._ground.engine,
            policy=self.policy.uploads,
            uploads=self._uploads,
            storage=self._ground.storage,
            database=self._ground.database,
        )

    def _make_editors(self) -> Editors:
        return Editors(
            self._messenger,
            clock=self._ground.clock,
            interval=self._ground.settings.limits.progress_seconds,
            tasks=self.tasks,
        )

    def _make_delivery(self) -> Delivery:
        return Delivery(
            database=self._ground.database,
            storage=self._ground.storage,
            editors=self._editors,
            messenger=self._messenger,
            writer=self.writer,
            clock=self._ground.clock,
            metrics=self._ground.metrics,
        )

    def _make_waiting(self) -> WaitingRoom:
        return WaitingRoom(
            database=self._ground.database,
            engine=self._ground.engine,
            editors=self._editors,
            writer=self.writer,
            clock=self._ground.clock,
            owner=self._owner,
            interval=self._ground.settings.limits.progress_seconds,
            pace=self._pace,
            drain=self._drain,
        )

    def _make_jobs(self) -> JobService:
        return JobService(
            database=self._ground.database,
            queue=self.queue,
            waiting=self.waiting,
            messenger=self._messenger,
            acknowledging=self._acknowledging,
            drain=self._drain,
            gate=self.policy.gate,
            contexts=Contexts(self._ground.settings.discord),
            charging=self.charging,
            pace=self._pace,
            guild_limits=self.guild_limits,
            start_images=self.start_images,
            writer=self.writer,
            limits=self._ground.settings.limits,
            clock=self._ground.clock,
            rng=self._ground.rng,
            metrics=self._ground.metrics,
        )

    def _make_drawing(self) -> Drawing:
        return Drawing(
            engine=self._ground.engine,
            database=self._ground.database,
            storage=self._ground.storage,
            screening=self.policy.screening,
            start_images=self.start_images,
            editors=self._editors,
            writer=self.writer,
            clock=self._ground.clock,
            rng=self._ground.rng,
            preview_steps=self._ground.settings.limits.preview_steps,
            pace=self._pace,
        )

    def _make_dispatcher(self) -> Dispatcher:
        return Dispatcher(
            queue=self.queue,
            database=self._ground.database,
            drawing=self._drawing,
            delivery=self.delivery,
            editors=self._editors,
            waiting=self.waiting,
            hand=self._hand,
            writer=self.writer,
            clock=self._ground.clock,
            owner=self._owner,
            max_images=self._ground.settings.engine.max_waiting,
            max_attempts=self._ground.settings.limits.attempts,
            metrics=self._ground.metrics,
        )

    def _make_reconciler(self) -> Reconciler:
        return Reconciler(
            database=self._ground.database,
            queue=self.queue,
            dispatcher=self.dispatcher,
            delivery=self.delivery,
            acknowledging=self._acknowledging,
            hand=self._hand,
            clock=self._ground.clock,
            owner=self._owner,
            lease=self._lease,
            max_attempts=self._ground.settings.limits.attempts,
            tasks=self.tasks,
            metrics=self._ground.metrics,
        )

    def _make_cancelling(self) -> Cancelling:
        return Cancelling(
            database=self._ground.database,
            hand=self._hand,
            waiting=self.waiting,
            drawing=self._drawing,
            delivery=self.delivery,
            clock=self._ground.clock,
            owner=self._owner,
            tasks=self.tasks,
            metrics=self._ground.metrics,
        )
