"""Networks of nine channels, every mode mixed in one batch, against diffusers' inpainting alone."""

from __future__ import annotations

import io

import numpy as np
import pytest
import torch
from diffusers import (
    StableDiffusionInpaintPipeline,
    StableDiffusionPipeline,
    StableDiffusionXLInpaintPipeline,
    StableDiffusionXLPipeline,
)
from PIL import Image

from engine.config import SafetySection
from engine.engine import Engine
from engine.errors import ModelUnusableError
from engine.models.loading import quiet
from engine.samplers import SAMPLERS, build_scheduler
from tests.support.oracle import first_difference
from tests.support.tiny import build_tiny_sd
from tests.support.tiny_engines import Recorded, some_params
from tests.support.tiny_sdxl import build_tiny_sdxl

NINE = {"in_channels": 9}
WHITE = Image.new("L", (32, 32), 255)
KINDS = {
    "sd": (build_tiny_sd, StableDiffusionPipeline, StableDiffusionInpaintPipeline),
    "sdxl": (build_tiny_sdxl, StableDiffusionXLPipeline, StableDiffusionXLInpaintPipeline),
}


@pytest.fixture(scope="module", params=KINDS)
def served(request, tmp_path_factory):
    """An engine and its oracle: the same folder as diffusers loads it."""
    build, pipeline, inpainting = KINDS[request.param]
    folder = build(tmp_path_factory.mktemp(request.param), unet=NINE)
    options = {"deterministic": True, "max_batch_rows": 8, "safety": SafetySection(enabled=False)}
    engine = Engine.from_pretrained(str(folder), **options)
    with quiet():
        yield engine, pipeline.from_pretrained(folder), inpainting
    engine.close()


def encoded(pixels):
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


DRAW = np.random.default_rng(0)
UPLOAD = encoded(DRAW.integers(0, 255, (32, 32, 3), dtype=np.uint8))
SOFT_MASK = encoded(np.kron(DRAW.integers(0, 255, (8, 8)), np.ones((4, 4))).astype(np.uint8))
JOBS = [
    some_params(
        sampler=sampler,
        seed=seed,
        num_inference_steps=5 + seed % 3,
        guidance_scale=(5.0, 1.0)[seed % 2],
        negative_prompt="blurry",
        strength=strength,
        **pictures,
    )
    for seed, (sampler, strength, pictures) in enumerate(
        [
            ("DDIM", 0.7, {"init_image": UPLOAD, "mask_image": SOFT_MASK}),
            ("Euler a", 1.0, {"init_image": UPLOAD, "mask_image": SOFT_MASK}),
            ("DPM++ 2M", 0.75, {}),
            ("PLMS", 0.8, {"init_image": UPLOAD}),
            ("Heun", 0.75, {}),
        ]
    )
]


def oracle_steps(pipeline, inpainting, params):
    """Latents after every evaluation; without pictures: grey and wholly masked."""
    scheduler = build_scheduler(SAMPLERS[params.sampler], dict(pipeline.scheduler.config))
    extra = {"requires_safety_checker": False} if "XL" not in inpainting.__name__ else {}
    steps = []

    def keep(_pipe, _index, _timestep, tensors):
        steps.append(tensors["latents"].clone())
        return tensors

    upload, mask = params.init_image, params.mask_image
    with quiet():
        alone = inpainting(**{**pipeline.components, "scheduler": scheduler}, **extra)
        alone.set_progress_bar_config(disable=True)
        alone(
            params.prompt,
            negative_prompt=params.negative_prompt,
            image=Image.open(io.BytesIO(upload)) if upload else Image.new("RGB", (32, 32)),
            mask_image=Image.open(io.BytesIO(mask)) if mask else WHITE,
            strength=params.strength if upload else 1.0,
            width=32,
            height=32,
            num_inference_steps=params.num_inference_steps,
            guidance_scale=params.guidance_scale,
            generator=torch.Generator("cpu").manual_seed(params.seed),
            output_type="latent",
            callback_on_step_end=keep,
        )
    return steps


def test_every_mode_in_a_mixed_batch_equals_the_inpainting_pipeline_alone(served):
    engine, pipeline, inpainting = served
    recorded, names = Recorded(engine), {}
    for params in JOBS:
        names[recorded.submit(params)] = params
        recorded.tick()
    recorded.finish()

    assert {
        params.sampler: difference
        for name, params in names.items()
        if (
            difference := first_difference(
                recorded.trajectories[name], oracle_steps(pipeline, inpainting, params), 1e-5
            )
        )
    } == {}


def test_masked_rows_do_not_depend_on_their_company(served):
    engine, _, _ = served
    alone = [engine.generate(params, output_type="latent").latents for params in JOBS]
    crowd = engine.generate_all(JOBS, output_type="latent")

    assert engine.counters()["engine_rows_independent"] == 1
    assert all(torch.equal(one, result.latents) for one, result in zip(alone, crowd, strict=True))


@pytest.mark.parametrize("channels", [5, 8])
def test_networks_that_read_something_else_are_refused(tmp_path, channels):
    folder = build_tiny_sd(tmp_path, unet={"in_channels": channels})

    with pytest.raises(ModelUnusableError, match=f"takes {channels} channels"):
        Engine.from_pretrained(str(folder))
