"""What others do: diffusers' own pipeline, job after job or equal jobs together."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import torch

from engine.bench.clocks import Seconds, add, now, since
from engine.bench.workload import batches_of
from engine.models.loading import quiet
from engine.samplers import build_scheduler, find_sampler

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.bench.subject import Subject
    from engine.bench.workload import Job


def draw_together(subject: Subject, jobs: Sequence[Job]) -> Seconds:
    """Draw jobs of one kind in one batch, screened as the engine does, each image to a PNG.

    The pictures are neither enlarged nor marked, which the engine's are.
    """
    first, pipeline = jobs[0], subject.pipeline
    start = now()
    pipeline.scheduler = build_scheduler(find_sampler(first.sampler), subject.scheduler_config)
    with quiet():  # it would print prompts that are too long for it
        images = pipeline(
            prompt=[job.prompt for job in jobs for _ in job.seeds],
            num_inference_steps=first.num_inference_steps,
            guidance_scale=first.guidance_scale,
            width=first.width,
            height=first.height,
            generator=[
                torch.Generator("cpu").manual_seed(seed) for job in jobs for seed in job.seeds
            ],
        ).images
    for image in images:
        image.save(io.BytesIO(), "PNG")
    return since(start)


def draw_one_by_one(subject: Subject, jobs: Sequence[Job]) -> list[Seconds]:
    """Draw jobs one after another, a job's images in one batch; says what each took."""
    return [draw_together(subject, [job]) for job in jobs]


def draw_by_kind(subject: Subject, jobs: Sequence[Job], alone: Sequence[Seconds]) -> Seconds:
    """Draw equal jobs together.

    Args:
        subject: What to draw with.
        jobs: All there at the start.
        alone: What each takes by itself, measured just before: a job without its equal is
            drawn exactly so, and not drawn again.
    """
    return add(
        draw_together(subject, [jobs[place] for place in batch])
        if len(batch) > 1
        else alone[batch[0]]
        for batch in batches_of(jobs)
    )
