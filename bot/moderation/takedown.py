"""Takes pictures down for good: files, what is kept in quarantine, and what messages show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.ordering.orders import job_here
from db.aftermath import wish_rewrites
from db.images import images_of_job
from db.takedowns import derived_images, images_of_user, remove_images
from db.verdicts import close_reports

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Awaitable, Callable, Sequence

    from bot.clock import Clock
    from bot.files.quarantine import Quarantine
    from bot.files.storage import Storage
    from db.connection import Database
    from db.tables import Image


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be taken down.

    Attributes:
        job_id: A job; with ``index`` one picture of it.
        index: Which picture, or None for all.
        has_derived: Whether everything that was made from it goes too.
        user_id: Instead of a job: a person's pictures ...
        since: ... that were drawn since then.
    """

    job_id: int | None = None
    index: int | None = None
    has_derived: bool = False
    user_id: int | None = None
    since: dt.datetime | None = None


class Takedown:
    """Finds pictures and removes them; a dry run only finds them."""

    def __init__(
        self,
        *,
        database: Database,
        storage: Storage,
        quarantine: Quarantine,
        clock: Clock,
        changed: Callable[[], Awaitable[None]],
    ) -> None:
        self._database = database
        self._storage = storage
        self._quarantine = quarantine
        self._clock = clock
        self._changed = changed

    async def find(self, target: Target, guild_id: int | None) -> list[Image]:
        """List what would go, in this guild alone."""
        async with self._database.read() as session:
            if target.user_id is not None and target.since is not None:
                return await images_of_user(session, target.user_id, guild_id, target.since)
            return await derived_images(
                session,
                target.job_id or 0,
                target.index,
                guild_id=guild_id,
                has_derived=target.has_derived,
            )

    async def remove(self, target: Target, *, guild_id: int | None, actor_id: int | None) -> int:
        """Remove what is found; the rows go first, so that nothing is shown again.

        Returns:
            How many pictures were removed.
        """
        images = await self.find(target, guild_id)
        async with self._database.begin() as session:
            jobs = await remove_images(
                session, images, guild_id=guild_id, actor_id=actor_id, now=self._clock.now()
            )
            ids = [image.id for image in images]
            by: dict[str, Any] = {"guild_id": guild_id, "actor_id": actor_id}
            await close_reports(session, ids, "removed", now=self._clock.now(), **by)
            await wish_rewrites(session, [job.id for job in jobs], now=self._clock.now())
        await self._clear(images)
        await self._changed()
        return len(images)

    async def keep(self, job_id: int, *, guild_id: int | None, actor_id: int | None) -> int:
        """Let reported pictures of a job stay; returns how many reports that closed.

        Raises:
            bot.errors.JobUnknownError: There is no such job here.
        """
        async with self._database.begin() as session:
            job = await job_here(session, job_id, guild_id)
            images = [image.id for image in await images_of_job(session, job.id)]
            reports = await close_reports(
                session, images, "kept", guild_id=guild_id, actor_id=actor_id, now=self._clock.now()
            )
        await self._changed()
        return len(reports)

    async def _clear(self, images: Sequence[Image]) -> None:
        for image in images:
            if image.file is not None:
                await self._storage.delete(image.file)
            await self._quarantine.delete(image.job_id, image.index, image.sha256)
