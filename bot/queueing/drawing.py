"""Draws a claimed job: every image through the engine, onto the disk and into its row."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

import msgspec
import structlog

from bot.errors import PictureUnstoredError
from bot.files.upload_errors import StartImageGoneError
from bot.ordering.orders import image_params, params_of
from bot.policy.pictures import Action, finite_scores
from bot.queueing.outcome import Outcome, bad_end, worst
from bot.queueing.restoring import Restoring
from db.images import NewImage, images_of_job, record_image, reserve_watermark_id
from db.provenance import record_hashes
from engine.cost import cost_of
from engine.errors import EngineLostError
from engine.model_info import model_named
from engine.protocol import Failed, Finished, Rejected, Stepped

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from random import Random

    from bot.clock import Clock
    from bot.delivering.message import MessageWriter
    from bot.delivering.progress import Editors, MessageEditor
    from bot.files.storage import Storage
    from bot.ordering.start_images import StartImages
    from bot.policy.screening import Screening
    from bot.queueing.pace import Pace
    from db.connection import Database
    from db.tables import Job
    from engine.model_info import ModelInfo
    from engine.params import GenerationParams
    from engine.protocol import RequestEvent


log = structlog.stdlib.get_logger(__name__)


class Engine(Protocol):
    """Whatever draws one image and tells how it goes, ending with one terminal event."""

    @property
    def models(self) -> Sequence[ModelInfo]:
        """The models, the default first, once they are known."""
        ...

    def submit(
        self,
        request_id: str,
        params: GenerationParams,
        *,
        watermark_id: int | None = None,
        preview_steps: int = 0,
        stop_margin: float | None = None,
    ) -> AsyncIterator[RequestEvent]:
        """Draw one image; the last event is terminal."""
        ...

    def cancel(self, request_id: str) -> None:
        """Stop a request; ids that have ended are ignored."""
        ...


class Drawing:
    """Draws jobs. Images that were recorded by an earlier attempt are not drawn again."""

    def __init__(
        self,
        *,
        engine: Engine,
        database: Database,
        storage: Storage,
        screening: Screening,
        start_images: StartImages,
        editors: Editors,
        writer: MessageWriter,
        clock: Clock,
        rng: Random,
        preview_steps: int,
        pace: Pace,
    ) -> None:
        self._engine = engine
        self._database = database
        self._storage = storage
        self._screening = screening
        self._start_images = start_images
        self._editors = editors
        self._writer = writer
        self._clock = clock
        self._rng = rng
        self._preview_steps = preview_steps
        self._pace = pace
        self._restoring = Restoring(engine, database, storage, start_images)
        self._progress: dict[int, JobProgress] = {}

    def work_done(self, job_id: int) -> int:
        """Return how much of a job that is being drawn is done, in thousandths of a credit."""
        progress = self._progress.get(job_id)
        return progress.work_done if progress else 0

    def whole_work(self, job: Job) -> int:
        """Return what all images of a job take, in thousandths of a credit.

        It may have been ordered, and paid for, before anybody knew the model.
        """
        params = params_of(job)
        model = model_named(self._engine.models, params.model)
        own = cost_of(params, job.num_images, model)
        return own + self._restoring.work_of(job)

    async def draw(self, job: Job) -> Outcome:
        """Draw every image of ``job`` that is missing; each is committed as it is finished.

        An image that fails does not stop its siblings, so the next attempt has less to do.
        """
        async with self._database.read() as session:
            present = {image.index for image in await images_of_job(session, job.id)}
            watermark_ids = {
                index: await reserve_watermark_id(session, self._rng)
                for index in range(job.num_images)
                if index not in present
            }
        progress = JobProgress(job, self._editors.of(job), self._writer, done=present)
        self._progress[job.id] = progress
        try:
            drawn = await self._restoring.restore(job) if watermark_ids else {}
            if isinstance(drawn, Outcome):
                return drawn
            ends = await asyncio.gather(
                *(self._draw_image(job, *one, progress, drawn) for one in watermark_ids.items()),
                return_exceptions=True,
            )
        finally:
            del self._progress[job.id]
        outcome = worst([_checked(end) for end in ends])
        if not outcome.code and not present:
            self._pace.note(job, self._clock.now())
        return outcome

    async def _draw_image(
        self,
        job: Job,
        index: int,
        watermark_id: int,
        progress: JobProgress,
        drawn: Mapping[int, bytes],
    ) -> Outcome:
        params = image_params(params_of(job), index)
        request_id = f"{job.id}:{index}"
        try:
            whole = await self._start_images.fill(params, drawn)
        except StartImageGoneError as error:
            return Outcome(error.code)
        may_preview = await self._screening.may_preview(job, index)
        stop_margin = self._screening.stop_margin(job)
        events = self._engine.submit(
            request_id,
            whole,
            watermark_id=watermark_id,
            preview_steps=0 if stop_margin is None and not may_preview else self._preview_steps,
            stop_margin=stop_margin,
        )
        try:
            async for event in events:
                if isinstance(event, Stepped):
                    progress.step(index, event, may_preview=may_preview)
                elif isinstance(event, Finished):
                    await self._keep(job, index, params, event, watermark_id)
                    progress.finish(index)
                    return Outcome()
                elif isinstance(event, (Rejected, Failed)):
                    return bad_end(event)
        except PictureUnstoredError as error:
            log.error("picture_unstored", reason=error.reason)  # noqa: TRY400  no bug of ours
            return Outcome(error.code, error.facts, can_repeat=True)
        finally:
            self._engine.cancel(request_id)
        return Outcome(EngineLostError.code, can_repeat=True)

    async def _keep(
        self, job: Job, index: int, params: GenerationParams, event: Finished, watermark_id: int
    ) -> None:
        """Write the file, then commit its row with whatever policy decided about it."""
        screened = await self._screening.keep(job, index, event, self._storage)
        decision, file = screened.decision, screened.file
        new = NewImage(
            job_id=job.id,
            index=index,
            seed=event.seed,
            params=msgspec.to_builtins(params),
            file=file,
            sha256=event.sha256,
            width=event.width,
            height=event.height,
            watermark_id=watermark_id if event.has_watermark else None,
            is_clean=decision.action is Action.POST,
            category=decision.category or None,
            scores=finite_scores(event.verdict),
            recipe=dict(event.recipe),
            action=decision.action.value,
        )
        async with self._database.begin() as session:
            image = await record_image(session, new, now=self._clock.now())
            await record_hashes(session, image.id, event.hashes)
            if image.action == decision.action.value:
                await self._screening.record(session, job, image, event, decision)
        await self._screening.note(decision)
        if file and image.file != file:  # another attempt's row came first
            await self._storage.delete(file)


class JobProgress:
    """How far all images of a job are together, told to the job's editor."""

    def __init__(
        self, job: Job, editor: MessageEditor, writer: MessageWriter, *, done: set[int]
    ) -> None:
        self._job = job
        self._editor = editor
        self._writer = writer
        self._fractions = dict.fromkeys(range(job.num_images), 0.0) | dict.fromkeys(done, 1.0)
        self._previews: dict[int, bytes] = {}

    @property
    def work_done(self) -> int:
        """The share of the job's cost that is done, images of earlier attempts included."""
        return int(self._job.cost * self._fraction)

    @property
    def _fraction(self) -> float:
        return sum(self._fractions.values()) / len(self._fractions)

    def step(self, index: int, event: Stepped, *, may_preview: bool) -> None:
        """Note a step of one image, with its preview where there is one that may be shown."""
        self._fractions[index] = event.step_index / max(1, event.num_steps)
        if event.preview is not None and may_preview:
            self._previews[index] = event.preview.data
        self._show()

    def finish(self, index: int) -> None:
        """Note that one image is recorded."""
        self._fractions[index] = 1.0
        self._show()

    def _show(self) -> None:
        self._editor.offer(self._writer.drawing(self._job, self._fraction, self._previews))


def _checked(end: Outcome | BaseException) -> Outcome:
    if isinstance(end, BaseException):
        raise end
    return end
