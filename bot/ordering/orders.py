"""What a person can order: a picture from a prompt, the same again, or variations."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import msgspec

from bot.errors import ImageUnknownError, JobUnknownError
from bot.ordering.changes import drawn_anew
from bot.ordering.permutations import escape, expand
from bot.ordering.refusals import DraftUnknownError
from bot.ordering.wishes import NO_WISHES, Wishes, fulfil
from db.drafts import take_draft
from db.images import shown_images
from db.jobs import read_job
from engine.params import MAX_SEED, GenerationParams

if TYPE_CHECKING:
    from random import Random

    from sqlalchemy.ext.asyncio import AsyncSession

    from bot.policy.gate import Asking
    from db.tables import Image, Job

SUBTLE: Final = 0.15
"""Share of the variation's noise: the composition stays, details change."""

STRONG: Final = 0.45
"""Likewise: the subject stays, the composition changes."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """An order that is known to the last parameter, ready to become a job's row.

    Attributes:
        kind: ``imagine``, ``reroll`` or ``variation``.
        params: Of the first image; ``image_params`` derives the others.
        num_images: 1 to 9.
        parent_image_id: The image that was varied, or None.
        is_agreed: Whether its person said yes to drawing again what it starts from.
    """

    kind: str
    params: GenerationParams
    num_images: int
    parent_image_id: int | None = None
    is_agreed: bool = False


class Order(Protocol):
    """What JobService accepts."""

    @property
    def header(self) -> tuple[str, dict[str, str]]:
        """The key and facts of the message's first line, from memory alone."""
        ...

    @property
    def num_images(self) -> int | None:
        """How many images, where that is known without the database."""
        ...

    async def plan(self, session: AsyncSession, /, *, guild_id: int | None, rng: Random) -> Plan:
        """Find out the rest, inside the transaction that commits the job.

        Raises:
            bot.errors.RefusedError: It refers to what is not there.
        """
        ...


class UnfinishedOrder(ABC):
    """An order that has to look at something first; the message is there already."""

    @property
    @abstractmethod
    def header(self) -> tuple[str, dict[str, str]]:
        """As ``Order.header``."""

    @property
    @abstractmethod
    def num_images(self) -> int | None:
        """As ``Order.num_images``."""

    @abstractmethod
    async def finish(self, asking: Asking) -> Order:
        """Look, and return what can be planned; in no transaction, so it may take its time.

        Args:
            asking: Who asks, and where: what they bring must be allowed there.

        Raises:
            bot.errors.RefusedError: What it saw cannot be used.
        """


@dataclass(frozen=True)
class PlannedOrder:
    """An order that is known to the last parameter, but for a style that was asked for."""

    planned: Plan
    wishes: Wishes = NO_WISHES

    @property
    def header(self) -> tuple[str, dict[str, str]]:
        """The prompt."""
        return "header", {"prompt": self.planned.params.prompt}

    @property
    def num_images(self) -> int:
        """As planned."""
        return self.planned.num_images

    async def plan(
        self, session: AsyncSession, *, guild_id: int | None, **_context: object
    ) -> Plan:
        """Put the style over what is known already."""
        planned = self.planned
        params, _ = await fulfil(session, planned.params, planned.num_images, self.wishes, guild_id)
        return msgspec.structs.replace(planned, params=params)


@dataclass(frozen=True)
class ImagineOrder:
    """Pictures from a prompt."""

    params: GenerationParams
    num_images: int
    wishes: Wishes = NO_WISHES

    @property
    def header(self) -> tuple[str, dict[str, str]]:
        """The prompt."""
        return "header", {"prompt": self.params.prompt}

    async def plan(
        self, session: AsyncSession, *, guild_id: int | None, **_context: object
    ) -> Plan:
        """Fill in the person's own defaults and the style."""
        params, num_images = await fulfil(
            session, self.params, self.num_images, self.wishes, guild_id
        )
        return Plan(kind="imagine", params=params, num_images=num_images)


@dataclass(frozen=True)
class DraftOrder:
    """What a person was asked about and said yes to (``bot.commands.question``)."""

    draft_id: int
    user_id: int
    num_images: None = None

    @property
    def header(self) -> tuple[str, dict[str, str]]:
        """Who asked; the prompt is in the database."""
        return "permutations.header", {}

    async def plan(self, session: AsyncSession, *, guild_id: int | None, rng: Random) -> Plan:
        """Take the draft, so that a second press finds nothing."""
        body = await take_draft(session, self.draft_id, user_id=self.user_id)
        if body is None:
            raise DraftUnknownError
        order = ImagineOrder(
            params=msgspec.convert(body["params"], GenerationParams),
            num_images=body["num_images"],
            wishes=msgspec.convert(body["wishes"], Wishes),
        )
        return await order.plan(session, guild_id=guild_id, rng=rng)


@dataclass(frozen=True)
class RerollOrder:
    """The same again: every option of a job, with new seeds."""

    job_id: int
    num_images: None = None

    @property
    def header(self) -> tuple[str, dict[str, str]]:
        """Who asked; the prompt is in the database."""
        return "header.reroll", {}

    async def plan(self, session: AsyncSession, *, guild_id: int | None, rng: Random) -> Plan:
        """Read the job; where it was a variation, the noise mixed in is what becomes new."""
        job = await job_here(session, self.job_id, guild_id)
        params = drawn_anew(params_of(job))
        name = "seed" if params.variation_seed is None else "variation_seed"
        fresh = msgspec.structs.replace(params, **{name: new_seed(rng)})
        return Plan(
            kind="reroll",
            params=fresh,
            num_images=job.num_images,
            parent_image_id=job.parent_image_id,
        )


@dataclass(frozen=True)
class VariationOrder:
    """Pictures close to one image of a job: its own seed with a little other noise.

    A variation of a variation is drawn around the same first picture: two noises can be mixed,
    and equal parameters must go on giving the equal picture.
    """

    job_id: int
    index: int
    strength: float = SUBTLE
    num_images: None = None

    @property
    def header(self) -> tuple[str, dict[str, str]]:
        """Who asked; the prompt is in the database."""
        return "header.variation", {}

    async def plan(self, session: AsyncSession, *, guild_id: int | None, rng: Random) -> Plan:
        """Read the job and the image, which must have been shown."""
        job = await job_here(session, self.job_id, guild_id)
        image = await shown_image(session, job, self.index)
        params = msgspec.structs.replace(
            drawn_anew(single(params_of(job), self.index)),
            variation_seed=new_seed(rng),
            variation_strength=self.strength,
        )
        return Plan(
            kind="variation",
            params=params,
            num_images=job.num_images,
            parent_image_id=image.id,
        )


def new_seed(rng: Random) -> int:
    """Return a seed that nobody chose: short enough to be read out, 0 to 2**32 - 1."""
    return rng.getrandbits(32)


def params_of(job: Job) -> GenerationParams:
    """Return the parameters that a job's row holds."""
    stored: dict[str, Any] = job.params
    return msgspec.convert(stored, GenerationParams)


def image_params(params: GenerationParams, index: int) -> GenerationParams:
    """Return the parameters of a job's image.

    The prompt is a template: its forms take turns, and each time round the seed counts up from
    the first one's. In a variation the seed stays and the variation seed counts.
    """
    prompts = expand(params.prompt)
    name = "seed" if params.variation_seed is None else "variation_seed"
    seed = (getattr(params, name) + index // len(prompts)) % (MAX_SEED + 1)
    prompt = prompts[index % len(prompts)]
    return msgspec.structs.replace(params, prompt=prompt, **{name: seed})


def prompt_of(params: GenerationParams) -> str:
    """Return a job's prompt as people read it: the template, where it has several forms."""
    prompts = expand(params.prompt)
    return prompts[0] if len(prompts) == 1 else params.prompt


def single(params: GenerationParams, index: int) -> GenerationParams:
    """Return the parameters of a job that begins with that image alone."""
    chosen = image_params(params, index)
    return msgspec.structs.replace(chosen, prompt=escape(chosen.prompt))


async def job_here(session: AsyncSession, job_id: int, guild_id: int | None) -> Job:
    """Return a job of this guild.

    Raises:
        bot.errors.JobUnknownError: There is none.
    """
    job = await read_job(session, job_id)
    if job is None or job.guild_id != guild_id:
        raise JobUnknownError
    return job


async def shown_image(session: AsyncSession, job: Job, index: int) -> Image:
    """Return an image of a job that was shown, and not deleted since.

    Raises:
        bot.errors.ImageUnknownError: There is none.
    """
    images = {image.index: image for image in await shown_images(session, job)}
    image = images.get(index)
    if image is None:
        raise ImageUnknownError
    return image
