"""Draws the start pictures of a job again whose files have aged out, the first of them first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import PictureUnstoredError
from bot.files.upload_errors import StartChainLongError, StartImageGoneError
from bot.ordering.orders import params_of
from bot.queueing.outcome import Outcome, bad_end
from db.images import put_back_file
from engine.cost import cost_of
from engine.errors import EngineLostError
from engine.model_info import model_named
from engine.protocol import Failed, Finished, Rejected

if TYPE_CHECKING:
    from bot.files.storage import Storage
    from bot.ordering.chains import Link
    from bot.ordering.start_images import StartImages
    from bot.queueing.drawing import Engine
    from db.connection import Database
    from db.tables import Job


class Restoring:
    """Draws links of a chain (``bot.ordering.chains``) within the job that needs them.

    A picture that comes out just as it was gets its file back; one that another model, or another
    device, draws a little differently serves this job alone. A link's person said yes to its price.
    """

    def __init__(
        self, engine: Engine, database: Database, storage: Storage, start_images: StartImages
    ) -> None:
        self._engine = engine
        self._database = database
        self._storage = storage
        self._start_images = start_images
        self._work: dict[int, int] = {}

    def work_of(self, job: Job) -> int:
        """Return what was drawn again for a job, in thousandths of a credit; asked for once."""
        return self._work.pop(job.id, 0)

    async def restore(self, job: Job) -> dict[int, bytes] | Outcome:
        """Return the pictures that were drawn again, by image id, or why one could not be."""
        params, drawn = params_of(job), dict[int, bytes]()
        if params.init_image is None and params.mask_image is None:
            return drawn
        try:
            async with self._database.read() as session:
                links = await self._start_images.missing(session, params)
            for link in links.values():
                end = await self._draw(job, link, drawn)
                if isinstance(end, Outcome):
                    return end
                drawn[link.image_id] = end
        except (StartImageGoneError, StartChainLongError) as error:
            return Outcome(error.code, error.facts)
        return drawn

    async def _draw(self, job: Job, link: Link, drawn: dict[int, bytes]) -> bytes | Outcome:
        whole = await self._start_images.fill(link.params, drawn)
        request_id = f"{job.id}:start-{link.image_id}"
        try:
            async for event in self._engine.submit(
                request_id, whole, watermark_id=link.watermark_id
            ):
                if isinstance(event, Finished):
                    return await self._taken(job, link, event)
                if isinstance(event, (Rejected, Failed)):
                    return bad_end(event)
        finally:
            self._engine.cancel(request_id)
        return Outcome(EngineLostError.code, can_repeat=True)

    async def _taken(self, job: Job, link: Link, event: Finished) -> bytes | Outcome:
        """Take what was drawn, unless the filter, which may be stricter by now, holds it back."""
        if event.image is None or not event.verdict.is_clean:
            return Outcome(StartImageGoneError.code)
        model = model_named(self._engine.models, link.params.model)
        self._work[job.id] = self._work.get(job.id, 0) + cost_of(link.params, 1, model)
        if event.sha256 == link.sha256:
            await self._put_back(link, event.image.data)
        return event.image.data

    async def _put_back(self, link: Link, data: bytes) -> None:
        try:
            file = await self._storage.store(link.job_id, link.index, data)
        except PictureUnstoredError:  # the next order that needs it draws it once more
            return
        async with self._database.begin() as session:
            is_back = await put_back_file(session, link.image_id, file)
        if not is_back:
            await self._storage.delete(file)
