"""The work of a benchmark: jobs that a given model can draw, from a trace."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.bench.trace import TRACE_SIDE
from engine.params import GenerationParams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.bench.trace import Mix, Row

SAMPLERS: Final = ("LMS", "Euler", "Euler a", "DDIM", "PLMS", "DPM++ 2M Karras")
DEFAULT_REQUESTS: Final[dict[Mix, int]] = {"single": 24, "grid": 8}
ROWS_OF_GUIDANCE: Final = 2
MAX_STATIC_IMAGES: Final = 16  # in one batch of equal jobs


class Sizing(NamedTuple):
    """How sizes of the trace become sizes of a model.

    Attributes:
        native_side: Pixels that the model was trained on.
        grid: Sides are multiples of this.
        max_pixels: Largest width times height.
    """

    native_side: int
    grid: int
    max_pixels: int


@dataclass(frozen=True, slots=True)
class Job:
    """What one person asks for, as both the engine and diffusers can draw it.

    Attributes:
        prompt: Text.
        seed: Of the first image; the k-th takes ``seed + k``.
        num_inference_steps: As recorded.
        guidance_scale: As recorded.
        width: Pixels.
        height: Pixels.
        num_images: Drawn for one message.
        sampler: A name of ``engine.samplers.SAMPLERS``.
        preset: As in ``GenerationParams``; diffusers has none.
    """

    prompt: str
    seed: int
    num_inference_steps: int
    guidance_scale: float
    width: int
    height: int
    num_images: int
    sampler: str
    preset: str = ""

    @property
    def kind(self) -> tuple[int, float, int, int, str]:
        """What must be equal for diffusers to draw two jobs in one batch."""
        return (
            self.num_inference_steps,
            self.guidance_scale,
            self.width,
            self.height,
            self.sampler,
        )

    @property
    def num_rows(self) -> int:
        """Rows of one evaluation of the network, all images together."""
        return self.num_images * (ROWS_OF_GUIDANCE if self.guidance_scale > 1 else 1)

    @property
    def work(self) -> int:
        """Rows times steps times pixels: what the job costs, near enough."""
        return self.num_rows * self.num_inference_steps * self.width * self.height

    @property
    def seeds(self) -> range:
        """One for each image."""
        return range(self.seed, self.seed + self.num_images)

    def params(self) -> list[GenerationParams]:
        """Word the job for the engine, one image each."""
        return [
            GenerationParams(
                prompt=self.prompt,
                seed=seed,
                num_inference_steps=self.num_inference_steps,
                guidance_scale=self.guidance_scale,
                width=self.width,
                height=self.height,
                sampler=self.sampler,
                preset=self.preset,
            )
            for seed in self.seeds
        ]


def draw_jobs(
    rows: Sequence[Row],
    mix: Mix,
    *,
    count: int,
    seed: int,
    sizing: Sizing,
    prompts: Sequence[str] = (),
) -> list[Job]:
    """Draw jobs from a trace.

    Args:
        rows: To draw from, each at most once.
        mix: ``single`` makes every job one image, ``grid`` keeps the recorded counts.
        count: How many.
        seed: Of the draw; the same gives the same jobs.
        sizing: Of the model.
        prompts: Taken in place of the recorded ones, in turn; empty: the recorded ones stay.
    """
    rng = random.Random(seed)  # noqa: S311  not a secret
    chosen = rng.sample(rows, min(count, len(rows)))
    return [
        Job(
            prompt=prompts[place % len(prompts)] if prompts else row.prompt,
            seed=row.seed,
            num_inference_steps=row.num_inference_steps,
            guidance_scale=row.guidance_scale,
            width=size[0],
            height=size[1],
            num_images=1 if mix == "single" else row.num_images,
            sampler=rng.choice(SAMPLERS),
        )
        for place, row in enumerate(chosen)
        for size in [scaled(row.width, row.height, sizing)]
    ]


def scaled(width: int, height: int, sizing: Sizing) -> tuple[int, int]:
    """Scale a recorded size to a model, kept on its grid and within its largest picture."""
    share = sizing.native_side / TRACE_SIDE
    while True:
        sides = [
            max(round(side * share / sizing.grid), 1) * sizing.grid for side in (width, height)
        ]
        if sides[0] * sides[1] <= max(sizing.max_pixels, sizing.grid**2):
            return sides[0], sides[1]
        share *= 0.95


def smallest_third(jobs: Sequence[Job]) -> list[int]:
    """Name the places of the jobs that cost least; at least one."""
    order = sorted(range(len(jobs)), key=lambda place: (jobs[place].work, place))
    return order[: max(len(jobs) // 3, 1)]


def batches_of(jobs: Sequence[Job]) -> list[list[int]]:
    """Put the places of equal jobs together, at most ``MAX_STATIC_IMAGES`` images a batch."""
    kinds: dict[object, list[list[int]]] = defaultdict(list)
    for place, job in enumerate(jobs):
        batches = kinds[job.kind]
        images = sum(jobs[other].num_images for other in batches[-1]) if batches else 0
        if not batches or images + job.num_images > MAX_STATIC_IMAGES:
            batches.append([])
        batches[-1].append(place)
    return [batch for batches in kinds.values() for batch in batches]
