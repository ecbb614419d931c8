"""Sampler names, and the tables behind them."""

from __future__ import annotations

import pytest
import torch

from engine.errors import InvalidParameterError, UnknownSamplerError, UnsupportedModeError
from engine.sampler_table import SamplerTables
from engine.samplers import SAMPLERS, find_sampler, name_of

BASE = {
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "prediction_type": "epsilon",
}


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Euler", "Euler"),
        ("euler a", "Euler a"),
        ("dpm++ 2m karras", "DPM++ 2M Karras"),
        ("DPM++_2M_Karras", "DPM++ 2M Karras"),
        ("k_euler_a", "Euler a"),
        ("Sa Solver", "SA-Solver"),
    ],
)
def test_a_sampler_is_found_by_the_spellings_people_use(spelling, name):
    assert find_sampler(spelling).name == name


def test_an_unknown_sampler_is_refused_by_name():
    with pytest.raises(UnknownSamplerError) as refused:
        find_sampler("DPM++ 9Z")

    assert refused.value.facts == {"sampler": "DPM++ 9Z"}


def test_a_models_own_scheduler_is_named_by_class_and_settings():
    assert name_of("DDIMScheduler", {"timestep_spacing": "trailing"}) == "DDIM"
    assert name_of("PNDMScheduler", {"skip_prk_steps": True}) == "PLMS"
    assert name_of("DPMSolverMultistepScheduler", {"use_karras_sigmas": True}) == "DPM++ 2M Karras"
    assert name_of("SomethingElse", {}) == "Euler"


def test_a_models_own_method_settings_do_not_leak_into_another_sampler():
    plain = SamplerTables(BASE).get(SAMPLERS["Euler"], 5)
    leaky = SamplerTables({**BASE, "use_karras_sigmas": True}).get(SAMPLERS["Euler"], 5)

    assert plain.digest == leaky.digest


def test_clipping_that_pipelines_switch_off_is_switched_off_here_too():
    clipped = SamplerTables({**BASE, "clip_sample": True}).get(SAMPLERS["DDIM"], 5)

    assert clipped.digest == SamplerTables(BASE).get(SAMPLERS["DDIM"], 5).digest


def test_thresholding_is_not_linear_and_is_refused():
    tables = SamplerTables({**BASE, "thresholding": True, "algorithm_type": "dpmsolver++"})

    with pytest.raises(UnsupportedModeError, match="clip or threshold"):
        tables.get(SAMPLERS["DPM++ 2M"], 5)


def test_a_table_that_is_not_finite_is_refused():
    tables = SamplerTables({**BASE, "rescale_betas_zero_snr": True})

    with pytest.raises(UnsupportedModeError, match="not finite"):
        tables.get(SAMPLERS["DDIM SGM Uniform"], 5)


def test_a_strength_that_leaves_no_step_is_refused():
    with pytest.raises(InvalidParameterError, match="strength"):
        SamplerTables(BASE).get(SAMPLERS["DDIM"], 5, strength=0.1)


def test_strength_leaves_out_the_first_evaluations():
    tables = SamplerTables(BASE)
    whole, half = (tables.get(SAMPLERS["DDIM"], 10, strength=s) for s in (1.0, 0.5))

    assert len(half) == 5
    assert torch.equal(half.timesteps, whole.timesteps[5:])


def test_two_evaluations_of_one_step_are_two_entries():
    assert len(SamplerTables(BASE).get(SAMPLERS["Heun"], 5)) == 9


def test_stochastic_samplers_draw_and_others_do_not():
    tables = SamplerTables(BASE)

    assert all(tables.get(SAMPLERS["Euler a"], 4).draws)
    assert not any(tables.get(SAMPLERS["Euler"], 4).draws)


def test_the_denoised_estimate_of_the_last_step_is_what_the_sampler_ends_at():
    table = SamplerTables(BASE).get(SAMPLERS["DDIM SGM Uniform"], 4)
    x, output = torch.randn(2, 3, dtype=torch.float64).unbind()
    ours = table.denoised[-1].double() @ torch.stack([output, x])
    end = table.updates[-1, 0].double()[[0, 2]] @ torch.stack([output, x])

    assert torch.allclose(ours, end, atol=0.05)


def test_the_least_recently_used_table_is_forgotten():
    tables = SamplerTables(BASE, max_tables=2)
    first = tables.get(SAMPLERS["DDIM"], 2)
    tables.get(SAMPLERS["DDIM"], 3)
    assert tables.get(SAMPLERS["DDIM"], 2) is first

    tables.get(SAMPLERS["DDIM"], 4)

    assert tables.get(SAMPLERS["DDIM"], 2) is first
    assert len(tables._found) == 2
