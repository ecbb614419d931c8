"""Equal guided pictures of the native size: one alone, or many at once."""

from __future__ import annotations

import dataclasses
from contextlib import closing
from typing import TYPE_CHECKING, Final, NamedTuple

from engine.bench.pipelines import draw_together
from engine.bench.replay import replay
from engine.bench.workload import ROWS_OF_GUIDANCE, Job

if TYPE_CHECKING:
    from engine.bench.subject import Subject

STEPS: Final = 20
ROWS: Final = ROWS_OF_GUIDANCE * STEPS  # of one picture
_GIB: Final = 2**30


class Drawn(NamedTuple):
    """How it went.

    Attributes:
        seconds: From submitting to the last file.
        peak_gib: Most of the device's memory in use meanwhile, weights included; 0 on a CPU.
    """

    seconds: float
    peak_gib: float


def draw_equal(
    subject: Subject, num_images: int, *, preset: str = "", max_batch_rows: int = 0
) -> Drawn:
    """Draw pictures with a new engine, one before the others, untimed.

    Args:
        subject: What to draw with.
        num_images: How many at once.
        preset: As in ``GenerationParams``.
        max_batch_rows: Of the engine; 0: the subject's.

    Raises:
        EngineStartError: The engine does not serve this kind of pipeline.
        LostImageError: An image did not come.
    """
    job = dataclasses.replace(_job(subject), preset=preset)
    with closing(subject.make_engine(max_batch_rows)) as engine:
        replay(subject, engine, [job])
        subject.forget_peak()
        job = dataclasses.replace(job, num_images=num_images)
        seconds = replay(subject, engine, [job]).seconds.wall
        return Drawn(seconds, subject.peak_bytes() / _GIB)


def draw_with_diffusers(subject: Subject) -> float:
    """Return the seconds that diffusers' pipeline takes for one picture, its second."""
    draw_together(subject, [_job(subject)])
    return draw_together(subject, [_job(subject)]).wall


def _job(subject: Subject) -> Job:
    side = subject.sizing.native_side
    return Job(
        prompt="a lighthouse on a cliff",
        seed=1,
        num_inference_steps=STEPS,
        guidance_scale=7.5,
        width=side,
        height=side,
        num_images=1,
        sampler="DPM++ 2M Karras",
    )
