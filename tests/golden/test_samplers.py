"""Every sampler, mixed in one batch, against the diffusers pipeline run alone."""

from __future__ import annotations

import io
import random

import numpy as np
import pytest
from PIL import Image

from engine.samplers import SAMPLERS
from tests.support.oracle import first_difference, oracle_steps
from tests.support.tiny_engines import Recorded, shared_engine, some_params

METHODS = [s.name for s in SAMPLERS.values() if not any("use_" in key for key, _ in s.settings)]
METHODS = [name for name in METHODS if not name.endswith("SGM Uniform")]
SPACED = [name for name in SAMPLERS if name not in METHODS]


def tolerance_for(params):
    """Relative; below five steps some solvers divide by tiny differences of their own sigmas."""
    return 1e-5 if params.num_inference_steps >= 5 else 5e-5


def encoded(pixels):
    """A picture as somebody uploads it."""
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


RNG = np.random.default_rng(0)
UPLOAD = encoded(RNG.integers(0, 255, (32, 32, 3), dtype=np.uint8))
MASK = encoded(np.kron(RNG.integers(0, 2, (8, 8), dtype=np.uint8), np.full((4, 4), 255, np.uint8)))
MODES = {
    "text to image": {},
    "image to image": {"init_image": UPLOAD},
    "inpainting": {"init_image": UPLOAD, "mask_image": MASK},
}


def a_mixture(samplers, seed, max_steps, modes):
    """One job a sampler and mode, nothing else equal."""
    choose = random.Random(seed)
    jobs = [
        some_params(
            sampler=name,
            prompt=choose.choice(["a red fox", "two cats", "a house by the sea"]),
            negative_prompt=choose.choice(["", "blur"]),
            num_inference_steps=choose.randint(2, max_steps),
            guidance_scale=choose.choice([1.0, 3.0, 7.5, 12.0]),
            seed=choose.randrange(2**32),
            strength=choose.choice([0.5, 0.75, 1.0]),
            **(MODES[mode] or {"width": choose.choice([32, 32, 40])}),
        )
        for name in samplers
        for mode in modes
    ]
    choose.shuffle(jobs)
    return jobs, choose


def check_mixture(prediction_type, samplers, seed, max_steps, modes=("text to image",)):
    jobs, choose = a_mixture(samplers, seed, max_steps, modes)
    recorded = Recorded(shared_engine(prediction_type))
    names = {}
    for params in jobs:
        names[recorded.submit(params)] = params
        for _ in range(choose.randrange(3)):
            recorded.tick()
    recorded.finish()

    differences = {
        f"{params.sampler}, {params.num_inference_steps} steps at {params.strength}": difference
        for name, params in names.items()
        if (
            difference := first_difference(
                recorded.trajectories[name],
                oracle_steps(prediction_type, params),
                tolerance_for(params),
            )
        )
    }
    assert not differences, "first step that differs, with its relative error"


@pytest.mark.parametrize("prediction_type", ["epsilon", "v_prediction"])
def test_every_method_in_a_mixed_batch_equals_the_pipeline_alone(prediction_type):
    check_mixture(prediction_type, METHODS, seed=1, max_steps=7)


@pytest.mark.slow
@pytest.mark.parametrize("prediction_type", ["epsilon", "v_prediction"])
def test_every_spacing_in_a_mixed_batch_equals_the_pipeline_alone(prediction_type):
    check_mixture(prediction_type, SPACED, seed=2, max_steps=12)


@pytest.mark.parametrize("mode", ["image to image", "inpainting"])
def test_pictures_as_a_start_equal_the_pipeline_alone(mode):
    check_mixture("epsilon", ["DDIM", "Euler a", "DPM++ 2M", "PLMS", "Heun"], 4, 7, [mode])


@pytest.mark.slow
@pytest.mark.parametrize("prediction_type", ["epsilon", "v_prediction"])
def test_all_modes_of_every_method_in_one_batch_equal_the_pipeline_alone(prediction_type):
    check_mixture(prediction_type, METHODS, 5, 6, list(MODES))


@pytest.mark.slow
def test_long_runs_equal_the_pipeline_alone():
    check_mixture("epsilon", ["DDIM", "PLMS", "Heun", "DPM++ 2M Karras", "UniPC"], 3, 50)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"guidance_rescale": 0.7, "guidance_scale": 9.0}, id="guidance rescale"),
        pytest.param({"width": 24, "height": 56}, id="odd size"),
    ],
)
def test_options_equal_the_pipeline_alone(changes):
    params = some_params(**{"guidance_scale": 5.0, "sampler": "DDIM", **changes})
    recorded = Recorded(shared_engine())
    name = recorded.submit(params)
    recorded.submit(some_params(guidance_scale=5.0, seed=9))
    recorded.finish()

    theirs = oracle_steps("epsilon", params)
    assert first_difference(recorded.trajectories[name], theirs, 1e-5) is None
