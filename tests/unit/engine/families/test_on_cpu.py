"""A UNet is called with what pays on a CPU, and is afterwards as it was."""

from __future__ import annotations

import pytest
import torch

from engine.families.group_norm import NarrowGroupNorm
from engine.families.on_cpu import OnCpu, on_cpu
from tests.support.tiny import _unet
from tests.support.tiny_engines import parts_of, run_dry, shared_engine, some_params


@pytest.fixture(scope="module")
def unet():
    return _unet().to(memory_format=torch.channels_last)


@pytest.fixture(autouse=True)
def _inference():
    with torch.inference_mode():
        yield


def some_inputs(unet, rows=8):
    generator = torch.Generator().manual_seed(rows)
    latents = torch.randn(rows, 4, 16, 16, generator=generator)
    text = torch.randn(rows, 77, unet.config.cross_attention_dim, generator=generator)
    return latents, torch.linspace(20, 900, rows), text


def call(unet, latents, times, text):
    return unet(latents, times, encoder_hidden_states=text, return_dict=False)[0]


def test_answers_are_those_of_the_plain_network_up_to_rounding(unet):
    quick, inputs = OnCpu(unet), some_inputs(unet)
    with quick.told(inputs[-1]):
        answer = call(unet, *inputs)

    expected = call(unet, *inputs)
    assert not torch.equal(answer, expected)  # it is another way
    assert (answer - expected).abs().max() <= 1e-5 * expected.abs().max()


def test_the_network_is_as_it_was_after_a_call_even_one_that_raised(unet):
    before, quick = dict(unet.named_modules()), OnCpu(unet)
    latents, times, text = some_inputs(unet)
    expected = call(unet, latents, times, text)
    with pytest.raises(RuntimeError), quick.told(text):
        call(unet, latents, times, text[:, :, :1])
    with quick.told(text):
        inside = dict(unet.named_modules())
        call(unet, latents, times, text)

    assert any(isinstance(layer, NarrowGroupNorm) for layer in inside.values())
    assert dict(unet.named_modules()) == before
    assert torch.equal(call(unet, latents, times, text), expected)


def test_networks_of_other_kinds_are_called_as_they_are():
    assert on_cpu(object()) is None


@pytest.mark.parametrize("is_fixed", [True, False])
def test_what_is_drawn_bit_for_bit_is_drawn_with_layers_of_torch_alone(monkeypatch, is_fixed):
    told = []
    monkeypatch.setattr(OnCpu, "told", noting(OnCpu.told, told))
    engine = shared_engine(deterministic=is_fixed)
    assert parts_of(engine).model.device.type == "cpu"
    engine.submit(some_params(num_inference_steps=4))
    run_dry(engine)

    assert len(told) == (0 if is_fixed else 4)


@pytest.mark.parametrize(("is_fixed", "bound"), [(True, None), (False, 16)])
def test_calls_that_are_padded_anyway_are_always_filled(is_fixed, bound):
    engine = shared_engine(deterministic=is_fixed)

    assert parts_of(engine).loop._scheduler.company_rows == bound


def noting(function, calls):
    def noted(*args):
        calls.append(args)
        return function(*args)

    return noted
