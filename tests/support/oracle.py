"""Oracle: the diffusers pipeline, run alone for one image, step by step."""

from __future__ import annotations

import functools
import io

import torch
from diffusers import (
    StableDiffusionImg2ImgPipeline,
    StableDiffusionInpaintPipeline,
    StableDiffusionPipeline,
)
from PIL import Image

from engine.models.loading import quiet
from engine.samplers import SAMPLERS, build_scheduler
from tests.support.tiny_engines import tiny_folder


@functools.cache
def pipeline_of(prediction_type):
    """The tiny model as diffusers loads it."""
    with quiet():
        return StableDiffusionPipeline.from_pretrained(
            tiny_folder(prediction_type), safety_checker=None, requires_safety_checker=False
        )


def oracle_steps(prediction_type, params):
    """Latents after every evaluation of diffusers' own run of these parameters."""
    base = pipeline_of(prediction_type)
    scheduler = build_scheduler(SAMPLERS[params.sampler], dict(base.scheduler.config))
    with quiet():
        pipe = _pipeline_class(params)(
            **{**base.components, "scheduler": scheduler}, requires_safety_checker=False
        )
    pipe.set_progress_bar_config(disable=True)
    steps = []

    def keep(_pipe, _index, _timestep, tensors):
        steps.append(tensors["latents"].clone())
        return tensors

    with quiet():
        pipe(
            params.prompt,
            negative_prompt=params.negative_prompt,
            num_inference_steps=params.num_inference_steps,
            guidance_scale=params.guidance_scale,
            clip_skip=params.clip_skip or None,
            generator=torch.Generator("cpu").manual_seed(params.seed),
            output_type="latent",
            callback_on_step_end=keep,
            **_mode_arguments(params),
        )
    return steps


def _pipeline_class(params):
    if params.init_image is None:
        return StableDiffusionPipeline
    if params.mask_image is None:
        return StableDiffusionImg2ImgPipeline
    return StableDiffusionInpaintPipeline


def _mode_arguments(params):
    size = {"width": params.width or 32, "height": params.height or 32}
    if params.init_image is None:
        return {**size, "guidance_rescale": params.guidance_rescale}
    picture = {"image": Image.open(io.BytesIO(params.init_image)), "strength": params.strength}
    if params.mask_image is None:
        return picture
    return {**size, **picture, "mask_image": Image.open(io.BytesIO(params.mask_image))}


def first_difference(ours, theirs, tolerance):
    """Say where two runs part: (step, relative error); None if they end alike."""
    assert len(ours) == len(theirs)
    errors = [
        ((mine - reference).abs().max() / reference.abs().max()).item()
        for mine, reference in zip(ours, theirs, strict=True)
    ]
    if errors[-1] <= tolerance:
        return None
    return next((step, e) for step, e in enumerate(errors) if not e <= tolerance)
