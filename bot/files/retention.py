"""Lets pictures and rows age out, as the operator has configured it."""

from __future__ import annotations

import base64
import datetime as dt
from typing import TYPE_CHECKING, Final, NamedTuple

import structlog

from bot.files.sweeping import sweep_orphans, sweep_withheld
from bot.ordering.orders import params_of
from bot.ordering.references import to_upload, upload_of
from bot.polling import poll
from db.cases import count_cases, delete_cases
from db.errors import DatabaseError
from db.retention import (
    aged_jobs,
    aged_pictures,
    delete_jobs,
    forget_files,
    named_pictures,
    unfinished_jobs,
)
from engine.protocol import Submit

if TYPE_CHECKING:
    from pathlib import Path

    from bot.clock import Clock
    from bot.config import RetentionSection
    from bot.files.storage import Storage
    from bot.files.uploads import Uploads
    from bot.ground import Ground
    from db.connection import Database

log = structlog.stdlib.get_logger(__name__)

INTERVAL_SECONDS: Final = 3600.0
UNNAMED_DAYS: Final = 1  # that an upload is kept which no job names
BATCH: Final = 200  # rows of one transaction, so that nobody waits long for it


class Pruned(NamedTuple):
    """How much went, or would go.

    Attributes:
        pictures: Files of pictures.
        uploads: Files that people brought.
        jobs: Rows with those of their images.
        cases: Flags, strikes, ended bans, refusals, reports and appeals.
        withheld: Files of withheld pictures.
        orphans: Files in the storage that no row names.
    """

    pictures: int = 0
    uploads: int = 0
    jobs: int = 0
    cases: int = 0
    withheld: int = 0
    orphans: int = 0


class Retention:
    """Removes what is older than it is kept.

    A file goes before its row forgets it, so that a bot that is killed in between leaves no file
    that no row names; doing it again changes nothing. Several bots may do it at once.
    """

    def __init__(
        self,
        section: RetentionSection,
        *,
        database: Database,
        storage: Storage,
        uploads: Uploads,
        quarantine: Path | None,
        clock: Clock,
    ) -> None:
        self._section = section
        self._database = database
        self._storage = storage
        self._uploads = uploads
        self._quarantine = quarantine
        self._clock = clock

    async def run(self) -> None:
        """Prune every hour; never returns."""
        await poll(
            self._prune_aloud,
            wait=lambda: self._clock.sleep(INTERVAL_SECONDS),
            delayed="prune_waits",
            delays=(DatabaseError, OSError),
        )

    async def prune(self, *, dry_run: bool = False) -> Pruned:
        """Remove everything that has aged out, or only count it.

        Raises:
            db.errors.DatabaseError: The database is away; what is left goes next time.
            OSError: The folder is closed to us; likewise.
        """
        pictures = await self._prune_pictures(dry_run=dry_run)
        uploads = await self._prune_uploads(dry_run=dry_run)
        cases, withheld = await self._prune_cases(dry_run=dry_run)
        jobs = await self._prune_jobs(dry_run=dry_run)
        orphans = await sweep_orphans(
            self._storage, self._database, self._clock.now(), dry_run=dry_run
        )
        return Pruned(pictures, uploads, jobs, cases, withheld, orphans)

    async def _prune_aloud(self) -> None:
        pruned = await self.prune()
        if any(pruned):
            log.info("pruned", **pruned._asdict())

    def _instant(self, days: int) -> dt.datetime:
        return self._clock.now() - dt.timedelta(days=days)

    async def _prune_pictures(self, *, dry_run: bool) -> int:
        if not self._section.picture_days:
            return 0
        before, count = self._instant(self._section.picture_days), 0
        limit = 2**31 if dry_run else BATCH
        while True:
            async with self._database.read() as session:
                aged = await aged_pictures(session, before=before, limit=limit)
            count += len(aged)
            if dry_run or not aged:
                return count
            for picture in aged:
                await self._storage.delete(picture.file)
            async with self._database.begin() as session:
                await forget_files(session, [picture.image_id for picture in aged])

    async def _prune_uploads(self, *, dry_run: bool) -> int:
        gone = await self._unnamed_uploads() | await self._aged_uploads()
        for digest in gone if not dry_run else ():
            await self._uploads.delete(digest)
        return len(gone)

    async def _unnamed_uploads(self) -> set[str]:
        """List what came a day ago for jobs that were refused, or are gone since."""
        old = await self._uploads.older_than(self._instant(UNNAMED_DAYS))
        if not old:
            return set()
        async with self._database.read() as session:
            named = await named_pictures(session)
        return {one for one in old if base64.b64encode(to_upload(one)).decode() not in named}

    async def _aged_uploads(self) -> set[str]:
        if not self._section.picture_days:
            return set()
        aged = await self._uploads.older_than(self._instant(self._section.picture_days))
        return set(aged) - await self._needed_uploads() if aged else set()

    async def _needed_uploads(self) -> set[str]:
        async with self._database.read() as session:
            jobs = await unfinished_jobs(session)
        references = (
            getattr(params_of(job), name) for job in jobs for name in Submit.PICTURE_FIELDS
        )
        return {digest for one in references if one and (digest := upload_of(one))}

    async def _prune_cases(self, *, dry_run: bool) -> tuple[int, int]:
        """Remove old cases and the files of withheld pictures; before jobs, which they name."""
        if not self._section.case_days:
            return 0, 0
        before = self._instant(self._section.case_days)
        withheld = await sweep_withheld(self._quarantine, before, dry_run=dry_run)
        if dry_run:
            async with self._database.read() as session:
                return await count_cases(session, before=before), withheld
        count = 0
        while True:
            async with self._database.begin() as session:
                gone = await delete_cases(session, before=before, limit=BATCH)
            count += gone
            if not gone:
                return count, withheld

    async def _prune_jobs(self, *, dry_run: bool) -> int:
        if not self._section.row_days:
            return 0
        before, count = self._instant(self._section.row_days), 0
        limit = 2**31 if dry_run else BATCH
        while True:
            async with self._database.begin() as session:
                aged = await aged_jobs(session, before=before, limit=limit)
                if aged and not dry_run:
                    await delete_jobs(session, aged)
            count += len(aged)
            if dry_run or not aged:
                return count


def retention(ground: Ground, uploads: Uploads) -> Retention:
    """Return the retention of a bot."""
    return Retention(
        ground.settings.retention,
        database=ground.database,
        storage=ground.storage,
        uploads=uploads,
        quarantine=ground.settings.safety.quarantine,
        clock=ground.clock,
    )
