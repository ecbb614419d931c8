"""Tells people how their jobs ended: pictures or a sentence, in the message that was the answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

import structlog

from bot.backoff import delays
from bot.delivering.delivery_errors import (
    DeliveryError,
    DiscordAwayError,
    MessageForbiddenError,
    PictureMissingError,
)
from bot.delivering.message import Shown
from bot.policy.pictures import Action
from db.aftermath import wish_rewrites
from db.errors import DatabaseError
from db.images import images_of_job
from db.jobs import JobState, fail_job, mark_delivered, mark_told, mark_withheld, require_job
from db.users import give_back_images

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.clock import Clock
    from bot.delivering.message import Draft, MessageWriter
    from bot.delivering.messenger import Messenger
    from bot.delivering.progress import Editors
    from bot.monitoring.metrics import CountsJobs
    from db.connection import Database
    from db.tables import Image, Job

log = structlog.stdlib.get_logger(__name__)

T = TypeVar("T")

SHOWN: Final = frozenset({JobState.DELIVERED, JobState.WITHHELD})
"""Ends after which a job's pictures are people's: what may be seen of them is paid for."""

MAX_AT_ONCE: Final = 8  # deliveries: each holds its files in memory


class Pictures(Protocol):
    """Whoever keeps the finished files."""

    async def read(self, file: str) -> bytes:
        """Return a file that was stored.

        Raises:
            OSError: It is gone.
        """
        ...


class Delivery:
    """Ends jobs in front of people.

    Everything here may be repeated: an edit that was made before is made again and changes
    nothing, and each row moves once, by whoever holds the lease that the job was read with. While
    Discord or the database is away, it is tried again and again; a bot that dies over it finds the
    job in the database at its next start.
    """

    def __init__(
        self,
        *,
        database: Database,
        storage: Pictures,
        editors: Editors,
        messenger: Messenger,
        writer: MessageWriter,
        clock: Clock,
        metrics: CountsJobs,
    ) -> None:
        self._metrics = metrics
        self._database = database
        self._storage = storage
        self._editors = editors
        self._messenger = messenger
        self._writer = writer
        self._clock = clock
        self._room = asyncio.Semaphore(MAX_AT_ONCE)

    async def deliver(self, job: Job) -> None:
        """Show the pictures of a rendered job.

        rendered -> delivered, rendered -> withheld, or rendered -> failed where the message or
        the files are gone for good
        """
        await self._insist(lambda: self._deliver_in_turn(job))

    async def fail(self, job: Job, code: str, facts: Mapping[str, str | int | float]) -> None:
        """End a job without pictures, give its images back and tell why.

        queued, running or rendered -> failed
        """

        async def end() -> bool:
            async with self._database.begin() as session:
                has_failed = await fail_job(
                    session,
                    job.id,
                    code=code,
                    facts=dict(facts),
                    now=self._clock.now(),
                    owner=job.lease_owner,
                )
                if has_failed:
                    await give_back(session, job, job.num_images)
                return has_failed

        if await self._insist(end):
            log.info("job_ended", job_id=job.id, state="failed", error_code=code)
            self._metrics.count_job(JobState.FAILED)
            await self.tell(job.id)
        else:  # somebody else has it or has ended it, and tells so
            self._editors.drop(job)

    async def hand_out(self, job: Job) -> bool:
        """Let the pictures of a job be shown by another message, which then is what they cost.

        rendered -> delivered or withheld; the job's own message follows

        Returns:
            False where nobody pays for them, so that nobody gets them: they were given back, or
            are not all there yet.
        """
        if job.state == JobState.RENDERED:
            async with self._database.read() as session:
                images = await images_of_job(session, job.id)
            num_withheld = sum(_shown_file(image) is None for image in images)
            await self._mark(job, num_withheld, is_elsewhere=True)
            async with self._database.read() as session:
                job = await require_job(session, job.id)
        return job.state in SHOWN

    async def tell(self, job_id: int) -> None:
        """Say in the message of an ended job how it ended; a message that is gone is let be."""
        await self._insist(lambda: self._tell(job_id))

    async def _deliver_in_turn(self, job: Job) -> None:
        """Deliver as soon as there is room; who waits for a turn or to try again takes none."""
        await self._messenger.take_turn(job)
        async with self._room:
            await self._deliver(job)

    async def _deliver(self, job: Job) -> None:
        try:
            draft, num_withheld = await self._result(job)
            await self._show_or_keep(job, draft)
        except DiscordAwayError:
            raise
        except DeliveryError as error:
            await self.fail(job, error.code, error.facts)
            return
        await self._mark(job, num_withheld)
        self._editors.drop(job)

    async def _show_or_keep(self, job: Job, draft: Draft) -> None:
        """Show a result; what its person alone could see waits for their /show if it must."""
        try:
            await self._show(job, draft)
        except MessageForbiddenError as error:
            if job.is_reachable:
                raise
            log.info("result_kept", job_id=job.id, error_code=error.code)

    async def _show(self, job: Job, draft: Draft) -> None:
        """Edit the message; where it is closed to us, send pictures to their person.

        What nobody but the person could see anyway goes to them without pictures too.
        """
        try:
            await self._editors.of(job).finish(draft)
        except MessageForbiddenError as closed:
            if not draft.pictures and job.is_reachable:
                raise
            try:
                await self._messenger.send_directly(job, self._writer.direct(job, draft))
            except DiscordAwayError:
                raise
            except DeliveryError as error:
                log.info("direct_message_refused", error_code=error.code)
                raise closed from error

    async def _result(self, job: Job) -> tuple[Draft, int]:
        async with self._database.read() as session:
            images = await images_of_job(session, job.id)
        shown = [Shown(image, await self._read(image)) for image in images]
        num_withheld = sum(1 for item in shown if item.data is None)
        return self._writer.result(job, shown), num_withheld

    async def _read(self, image: Image) -> bytes | None:
        if (file := _shown_file(image)) is None:
            return None
        try:
            return await self._storage.read(file)
        except OSError as error:
            raise PictureMissingError from error

    async def _mark(self, job: Job, num_withheld: int, *, is_elsewhere: bool = False) -> None:
        is_withheld = num_withheld == job.num_images
        mark = mark_withheld if is_withheld else mark_delivered
        async with self._database.begin() as session:
            has_moved = await mark(session, job.id, now=self._clock.now(), owner=job.lease_owner)
            if has_moved and num_withheld:
                await give_back(session, job, num_withheld)
            if has_moved and is_elsewhere:
                await wish_rewrites(session, [job.id], now=self._clock.now())
        if has_moved:
            state = JobState.WITHHELD if is_withheld else JobState.DELIVERED
            log.info("job_ended", job_id=job.id, state=state.value, num_withheld=num_withheld)
            self._metrics.count_job(state)

    async def _tell(self, job_id: int) -> None:
        async with self._database.read() as session:
            job = await require_job(session, job_id)
        try:
            await self._show(job, self._writer.ended(job))
        except DiscordAwayError:
            raise
        except DeliveryError as error:
            log.info("job_untellable", error_code=error.code)
        async with self._database.begin() as session:
            await mark_told(session, job_id, now=self._clock.now())
        self._editors.drop(job)

    async def _insist(self, act: Callable[[], Awaitable[T]]) -> T:
        delay = delays()
        while True:
            try:
                return await act()
            except (DiscordAwayError, DatabaseError) as error:
                seconds = next(delay)
                log.warning("delivery_waits", error_code=error.code, seconds=seconds)
                await self._clock.sleep(seconds)


def _shown_file(image: Image) -> str | None:
    """Return the file of an image that people get to see."""
    is_shown = Action(image.action).is_shown and image.deleted_at is None
    return image.file if is_shown else None


async def give_back(session: AsyncSession, job: Job, count: int) -> None:
    """Return images of a job to its person's day: they failed or were withheld."""
    day = job.created_at.date()
    await give_back_images(session, job.user_id, count=count, day=day)
