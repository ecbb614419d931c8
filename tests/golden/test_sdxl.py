"""SDXL mixed in one batch against ``StableDiffusionXLPipeline`` run alone, step by step."""

from __future__ import annotations

import io

import numpy as np
import pytest
import torch
from diffusers import (
    StableDiffusionXLImg2ImgPipeline,
    StableDiffusionXLInpaintPipeline,
    StableDiffusionXLPipeline,
)
from PIL import Image

from engine.config import SafetySection
from engine.engine import Engine
from engine.models.loading import quiet
from engine.params import GenerationParams
from engine.samplers import SAMPLERS, build_scheduler
from tests.support.oracle import first_difference
from tests.support.tiny_engines import Recorded
from tests.support.tiny_sdxl import build_tiny_sdxl

TOLERANCE = 1e-5  # relative, float32 on a CPU
SAMPLER_NAMES = ("Euler", "DPM++ 2M Karras", "Euler a", "UniPC", "DDIM", "Heun")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return build_tiny_sdxl(tmp_path_factory.mktemp("sdxl"))


@pytest.fixture(scope="module")
def engine(folder):
    return Engine.from_pretrained(str(folder), safety=SafetySection(enabled=False))


@pytest.fixture(scope="module")
def pipe(folder):
    with quiet():
        return StableDiffusionXLPipeline.from_pretrained(folder, add_watermarker=False)


def some_params(**changes):
    return GenerationParams(
        **{
            "prompt": "a red fox",
            "num_inference_steps": 6,
            "guidance_scale": 5.0,
            "sampler": "Euler",
            **changes,
        }
    )


def oracle_steps(pipe, params):
    """Latents after every evaluation of diffusers' own run of these parameters, alone."""
    scheduler = build_scheduler(SAMPLERS[params.sampler], dict(pipe.scheduler.config))
    steps = []

    def keep(_pipe, _index, _timestep, tensors):
        steps.append(tensors["latents"].clone())
        return tensors

    with quiet():
        alone = _pipeline_class(params)(
            **{**pipe.components, "scheduler": scheduler},
            force_zeros_for_empty_prompt=pipe.config.force_zeros_for_empty_prompt,
            add_watermarker=False,
        )
        alone.set_progress_bar_config(disable=True)
        alone(
            params.prompt,
            negative_prompt=params.negative_prompt or None,
            **_mode_arguments(params),
            num_inference_steps=params.num_inference_steps,
            guidance_scale=params.guidance_scale,
            clip_skip=params.clip_skip or None,
            generator=torch.Generator("cpu").manual_seed(params.seed),
            output_type="latent",
            callback_on_step_end=keep,
        )
    return steps


def _pipeline_class(params):
    if params.init_image is None:
        return StableDiffusionXLPipeline
    if params.mask_image is None:
        return StableDiffusionXLImg2ImgPipeline
    return StableDiffusionXLInpaintPipeline


def _mode_arguments(params):
    size = {"width": params.width or None, "height": params.height or None}
    if params.init_image is None:
        return size
    picture = {"image": Image.open(io.BytesIO(params.init_image)), "strength": params.strength}
    if params.mask_image is None:
        return picture
    return {**size, **picture, "mask_image": Image.open(io.BytesIO(params.mask_image))}


def an_upload(pixels):
    """A picture as somebody uploads it."""
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


def differences(engine, pipe, jobs):
    """First step that differs and its relative error, of jobs that join two ticks apart."""
    recorded, names = Recorded(engine), {}
    for params in jobs:
        names[recorded.submit(params)] = params
        recorded.tick()
        recorded.tick()
    recorded.finish()
    return {
        (params.sampler, params.seed, params.mask_image is None): difference
        for name, params in names.items()
        if (
            difference := first_difference(
                recorded.trajectories[name], oracle_steps(pipe, params), TOLERANCE
            )
        )
    }


def test_every_sampler_in_a_mixed_batch_equals_the_pipeline_alone(engine, pipe):
    jobs = [
        some_params(
            sampler=sampler,
            seed=seed,
            num_inference_steps=5 + seed % 4,
            guidance_scale=(5.0, 1.0, 9.0)[seed % 3],
            negative_prompt=("", "blurry")[seed % 2],
            width=(32, 40)[seed == 4],
        )
        for seed, sampler in enumerate(SAMPLER_NAMES)
    ]

    assert differences(engine, pipe, jobs) == {}


def test_pictures_to_start_from_in_a_mixed_batch_equal_the_pipelines_alone(engine, pipe):
    draw = np.random.default_rng(0)
    upload = an_upload(draw.integers(0, 255, (32, 32, 3), dtype=np.uint8))
    mask = an_upload(np.kron(draw.integers(0, 2, (8, 8)), np.full((4, 4), 255)).astype(np.uint8))
    jobs = [
        some_params(
            sampler=sampler,
            seed=seed,
            num_inference_steps=7,
            strength=(0.8, 1.0)[seed % 2],
            init_image=upload,
            mask_image=chosen_mask,
        )
        for seed, sampler in enumerate(SAMPLER_NAMES[:4])
        for chosen_mask in (None, mask)
    ]

    assert differences(engine, pipe, jobs) == {}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"clip_skip": 1, "negative_prompt": "blurry"}, id="clip skip"),
        pytest.param({"width": 24, "height": 56}, id="odd size"),
    ],
)
def test_options_equal_the_pipeline_alone(engine, pipe, changes):
    assert differences(engine, pipe, [some_params(**changes), some_params(seed=9)]) == {}


@pytest.mark.parametrize("force_zeros", [True, False])
def test_no_negative_prompt_means_what_the_model_says(tmp_path, force_zeros):
    folder = build_tiny_sdxl(tmp_path, force_zeros=force_zeros)
    safety = SafetySection(enabled=False)
    with quiet():
        pipe = StableDiffusionXLPipeline.from_pretrained(folder, add_watermarker=False)
    from_folder = Engine.from_pretrained(str(folder), safety=safety)
    from_pipeline = Engine.from_pipeline(pipe, safety=safety)

    for engine in (from_folder, from_pipeline):
        assert differences(engine, pipe, [some_params()]) == {}


def test_a_network_guided_by_an_embedding_equals_the_pipeline_alone(tmp_path):
    folder = build_tiny_sdxl(tmp_path, unet={"time_cond_proj_dim": 8})
    with quiet():
        pipe = StableDiffusionXLPipeline.from_pretrained(folder, add_watermarker=False)

    engine = Engine.from_pretrained(str(folder), safety=SafetySection(enabled=False))

    assert differences(engine, pipe, [some_params(sampler="LCM")]) == {}
