"""Orders that begin with a picture which was drawn here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.ordering.changes import Change, Source, drawn_anew
from bot.ordering.orders import Plan, job_here, params_of, shown_image, single
from bot.ordering.permutations import check_forms, expand
from bot.ordering.references import to_image
from bot.ordering.refusals import NotYoursError
from bot.ordering.rewording import reseeded, reworded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.files.storage import Storage
    from bot.ordering.asked import Asked
    from db.tables import Image, Job
    from engine.params import GenerationParams
    from engine.protocol import ModelInfo


@dataclass(frozen=True)
class ChangeOrder:
    """Something done with one image of a job, by the person whose job it was.

    Where the image's file has aged out, the image is drawn again instead; its message says so.

    Attributes:
        storage: Where the file lies, or lay.
        index: Of the image.
        change: What is done.
        num_images: How many pictures.
        asked: New words, and the options that their flags say; None leaves the image's own.
        models: What may draw it, the default first.
    """

    storage: Storage
    job_id: int
    index: int
    user_id: int
    change: Change
    num_images: int = 1
    asked: Asked | None = None
    models: Sequence[ModelInfo] = ()

    @property
    def header(self) -> tuple[str, dict[str, str]]:
        """Who asked; the prompt is in the database."""
        return "header.change", {}

    async def plan(self, session: AsyncSession, *, guild_id: int | None, rng: Random) -> Plan:
        """Start from the image, with the job's options and a new seed."""
        job, image = await own_image(session, self.job_id, self.index, guild_id, self.user_id)
        if image.file is None or not await self.storage.has(image.file):
            return redraw(job, image)
        params = single(params_of(job), self.index)
        if self.asked is not None:
            params = await reworded(
                session,
                params,
                self.asked,
                models=self.models,
                user_id=self.user_id,
                guild_id=guild_id,
            )
        params = reseeded(params, self.asked.seed if self.asked else None, rng)
        source = Source(to_image(image.id), image.width, image.height)
        changed = self.change.apply(params, source)
        check_forms(changed)
        return Plan(
            kind=self.change.kind,
            params=changed,
            num_images=self.num_images,
            parent_image_id=image.id,
        )


@dataclass(frozen=True)
class RedrawOrder:
    """Images of a job again, exactly: their files have aged out.

    Attributes:
        index: Which of them; None for all.
    """

    job_id: int
    index: int | None
    num_images: None = None

    @property
    def header(self) -> tuple[str, dict[str, str]]:
        """Who asked; the prompt is in the database."""
        return "header.redraw", {}

    async def plan(self, session: AsyncSession, *, guild_id: int | None, rng: Random) -> Plan:  # noqa: ARG002  as every order
        """Take the recipe as it is."""
        job = await job_here(session, self.job_id, guild_id)
        if self.index is not None:
            return redraw(job, await shown_image(session, job, self.index))
        return Plan(
            kind="redraw",
            params=params_of(job),
            num_images=job.num_images,
            parent_image_id=job.parent_image_id,
        )


@dataclass(frozen=True)
class RemixOrder:
    """A job again with another prompt, by the person whose job it was.

    Attributes:
        index: The image whose options are taken; None for the job's own.
        asked: The new prompt, and the options that its flags say.
        models: What may draw it, the default first.
    """

    job_id: int
    index: int | None
    user_id: int
    asked: Asked
    models: Sequence[ModelInfo]
    num_images: None = None

    @property
    def header(self) -> tuple[str, dict[str, str]]:
        """The new prompt."""
        return "header", {"prompt": self.asked.prompt}

    async def plan(self, session: AsyncSession, *, guild_id: int | None, rng: Random) -> Plan:
        """Read the job and put the new words over its own."""
        job = await job_here(session, self.job_id, guild_id)
        if job.user_id != self.user_id:
            raise NotYoursError
        params = params_of(job)
        params = params if self.index is None else single(params, self.index)
        changed = await reworded(
            session,
            drawn_anew(params),
            self.asked,
            models=self.models,
            user_id=self.user_id,
            guild_id=guild_id,
        )
        remixed = reseeded(changed, self.asked.seed, rng)
        check_forms(remixed)
        count = (self.asked.number or 1) * len(expand(remixed.prompt))
        return Plan(
            kind="remix",
            params=remixed,
            num_images=max(count, job.num_images) if self.index is None else count,
            parent_image_id=job.parent_image_id,
        )


async def own_image(
    session: AsyncSession, job_id: int, index: int, guild_id: int | None, user_id: int
) -> tuple[Job, Image]:
    """Return a job of that person's, and one image of it that was shown.

    Raises:
        bot.ordering.refusals.NotYoursError: It is somebody else's.
        bot.errors.RefusedError: There is no such job here, or no such image.
    """
    job = await job_here(session, job_id, guild_id)
    if job.user_id != user_id:
        raise NotYoursError
    return job, await shown_image(session, job, index)


def redraw(job: Job, image: Image) -> Plan:
    """Return the plan that draws an image again as it was."""
    params = single(params_of(job), image.index)
    return Plan(kind="redraw", params=params, num_images=1, parent_image_id=image.id)


def remix_text(job: Job, index: int | None) -> GenerationParams:
    """Return the parameters whose words a remix begins with."""
    params = params_of(job)
    return params if index is None else single(params, index)
