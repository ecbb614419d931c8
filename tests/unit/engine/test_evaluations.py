"""The count of the network's calls is that of the real sampler tables."""

from __future__ import annotations

import pytest

from engine.evaluations import num_evaluations
from engine.probing import probe
from engine.samplers import SAMPLERS, build_scheduler

BASE = {
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "prediction_type": "epsilon",
}
SETTINGS = [(2, None), (5, None), (4, 0.75)]


@pytest.mark.parametrize("name", SAMPLERS)
def test_every_sampler_calls_the_network_as_often_as_it_is_charged(name):
    for steps, strength in SETTINGS:
        scheduler = build_scheduler(SAMPLERS[name], BASE)

        run = probe(scheduler, steps, strength=strength)

        assert num_evaluations(name, steps, strength=strength) == len(run.steps), (steps, strength)
