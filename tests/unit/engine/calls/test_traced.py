"""A small UNet's calls go by its graph when that has paid, and plainly where it fails."""

from __future__ import annotations

import pytest
import torch
from diffusers import UNet2DConditionModel
from diffusers.models.attention_processor import SlicedAttnProcessor

from engine.calls import traced
from engine.calls.traced import TracedNetwork, traced_network
from engine.families.shortcut import shortcut_of
from engine.protocol import Finished
from tests.support.tiny_engines import fresh_engine, run_dry, some_params
from tests.support.traced_unets import a_traced, an_unet, by_graph, call, some_inputs


@pytest.fixture(autouse=True)
def _inference():
    with torch.inference_mode():
        yield


def test_it_waits_until_tracing_has_paid():
    unet = an_unet()
    network, inputs = TracedNetwork(unet, patience=3), some_inputs(unet)
    were_traced = []
    for _ in range(5):
        by_graph(network, unet, inputs)
        were_traced.append(network.is_traced)

    assert were_traced == [False, False, False, True, True]


def test_the_network_is_as_it_was_afterwards():
    unet = an_unet()
    layers, weights = dict(unet.named_modules()), dict(unet.named_parameters())
    a_traced(unet)

    assert "forward" not in vars(unet)
    assert dict(unet.named_modules()) == layers
    assert all(weights[name] is value for name, value in unet.named_parameters())


def test_hooks_of_the_network_run():
    unet, shapes = an_unet(), []
    network = a_traced(unet)
    unet.register_forward_pre_hook(lambda _, args: shapes.append(tuple(args[0].shape)))
    by_graph(network, unet, some_inputs(unet, rows=5))

    assert shapes == [(5, 4, 16, 16)]


def test_what_the_shortcut_keeps_is_kept_by_the_graph_too():
    unet = an_unet()
    network, inputs, shortcut = a_traced(unet), some_inputs(unet, rows=5), shortcut_of(unet)
    with shortcut.kept() as plainly:
        call(unet, inputs)
    with shortcut.kept() as kept:
        by_graph(network, unet, inputs)

    assert len(kept) == len(plainly) == 1
    assert torch.equal(kept[0], plainly[0])


class Counting(UNet2DConditionModel):
    """Its answer hangs on how many rows Python sees, which a trace takes for a constant."""

    def forward(self, sample, timestep, **told):
        return (super().forward(sample, timestep, **told)[0] + int(sample.shape[0]),)


class Refusing(UNet2DConditionModel):
    """Cannot be traced."""

    def forward(self, sample, timestep, **told):
        if torch.jit.is_tracing():
            msg = "not this one"
            raise RuntimeError(msg)
        return super().forward(sample, timestep, **told)


class Narrow(UNet2DConditionModel):
    """Traced with few rows, it cannot have many."""

    def forward(self, sample, timestep, **told):
        zeros = torch.zeros(8 if int(sample.shape[0]) <= 8 else 64)
        answer = super().forward(sample, timestep, **told)[0]
        return (answer + zeros[: sample.shape[0], None, None, None],)


@pytest.mark.parametrize("kind", [Counting, Refusing])
def test_a_network_that_cannot_be_traced_is_called_as_it_is(kind):
    unet = kind(**an_unet().config)
    network = TracedNetwork(unet, patience=0)
    for rows in (2, 5):
        inputs = some_inputs(unet, rows)
        assert torch.equal(by_graph(network, unet, inputs), call(unet, inputs))

    assert not network.is_traced


def test_a_graph_that_fails_where_the_network_does_not_is_given_up():
    unet = Narrow(**an_unet().config)
    network, inputs = a_traced(unet), some_inputs(unet, rows=9)
    answer = by_graph(network, unet, inputs)

    assert torch.equal(answer, call(unet, inputs))
    assert not network.is_traced


def test_arguments_at_fault_raise_as_ever_and_the_graph_stays():
    unet = an_unet()
    network, inputs = a_traced(unet), some_inputs(unet)
    with pytest.raises(RuntimeError):
        by_graph(network, unet, {**inputs, "encoder_hidden_states": torch.zeros(2, 77, 3)})

    assert network.is_traced
    assert torch.equal(by_graph(network, unet, inputs), call(unet, inputs))


def test_arguments_of_another_kind_go_to_the_plain_network():
    unet = an_unet()
    network, inputs = a_traced(unet), some_inputs(unet)
    masked = {**inputs, "encoder_attention_mask": torch.arange(77).expand(2, 77) < 5}
    answer = by_graph(network, unet, masked)

    assert torch.equal(answer, call(unet, masked))
    assert not torch.equal(answer, call(unet, inputs))
    assert network.is_traced


def test_an_answer_that_is_not_finite_proves_nothing():
    unet = an_unet()
    network, inputs = TracedNetwork(unet, patience=0), some_inputs(unet)
    by_graph(network, unet, {**inputs, "sample": inputs["sample"] * torch.nan})
    assert not network.is_traced

    by_graph(network, unet, inputs)
    assert network.is_traced


def test_large_networks_and_other_kinds_are_left_alone(monkeypatch):
    unet, sliced = an_unet(), an_unet()
    projecting = an_unet(encoder_hid_dim_type="text_proj", encoder_hid_dim=8)
    sliced.set_attn_processor(SlicedAttnProcessor(1))
    assert traced_network(unet) is not None
    for other in (torch.nn.Linear(1, 1), sliced, projecting):
        assert traced_network(other) is None

    monkeypatch.setattr(traced, "MAX_WEIGHTS", 100)
    assert traced_network(unet) is None


@pytest.mark.parametrize("preset", ["", "fast"])
@pytest.mark.parametrize(("is_fixed", "expected"), [(False, True), (True, False)])
def test_an_engine_draws_the_same_pictures_by_the_graph(monkeypatch, is_fixed, expected, preset):
    pictures = []
    for patience in (10_000, 0):
        monkeypatch.setattr(traced, "PATIENCE", patience)
        networks = noted(monkeypatch)
        engine = fresh_engine(deterministic=is_fixed)
        for seed in range(3):
            engine.submit(some_params(seed=seed, num_inference_steps=7, preset=preset))
        done = [event for event in run_dry(engine) if isinstance(event, Finished)]
        pictures.append({event.seed: event.sha256 for event in done})
        engine.close()

    assert [network.is_traced for network in networks] == [True] * expected
    assert len(pictures[0]) == 3
    assert pictures[0] == pictures[1]


def noted(monkeypatch):
    networks = []

    class Noted(TracedNetwork):
        def __init__(self, *args):
            super().__init__(*args)
            networks.append(self)

    monkeypatch.setattr(traced, "TracedNetwork", Noted)
    return networks
