"""Every sampler, mixed in one batch, against the diffusers pipeline run alone."""

from __future__ import annotations

import random

import pytest

from engine.samplers import SAMPLERS
from tests.support.oracle import first_difference, oracle_steps
from tests.support.tiny_engines import Recorded, shared_engine, some_params

METHODS = [s.name for s in SAMPLERS.values() if not any("use_" in key for key, _ in s.settings)]
METHODS = [name for name in METHODS if not name.endswith("SGM Uniform")]
SPACED = [name for name in SAMPLERS if name not in METHODS]


def tolerance_for(params):
    """Relative; below five steps some solvers divide by tiny differences of their own sigmas."""
    return 1e-5 if params.num_inference_steps >= 5 else 5e-5


def a_mixture(samplers, seed, max_steps):
    """One job a sampler, nothing else equal."""
    choose = random.Random(seed)
    jobs = [
        some_params(
            sampler=name,
            prompt=choose.choice(["a red fox", "two cats", "a house by the sea"]),
            negative_prompt=choose.choice(["", "blur"]),
            num_inference_steps=choose.randint(2, max_steps),
            guidance_scale=choose.choice([1.0, 3.0, 7.5, 12.0]),
            seed=choose.randrange(2**32),
            width=choose.choice([32, 32, 40]),
        )
        for name in samplers
    ]
    choose.shuffle(jobs)
    return jobs, choose


def check_mixture(prediction_type, samplers, seed, max_steps):
    jobs, choose = a_mixture(samplers, seed, max_steps)
    recorded = Recorded(shared_engine(prediction_type))
    names = {}
    for params in jobs:
        names[recorded.submit(params)] = params
        for _ in range(choose.randrange(3)):
            recorded.tick()
    recorded.finish()

    differences = {
        f"{params.sampler}, {params.num_inference_steps} steps": difference
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
