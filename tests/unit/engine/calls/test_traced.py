"""A small UNet's calls go by a graph that answers with the very bits of the plain ones."""

from __future__ import annotations

import pytest
import torch
from diffusers import UNet2DConditionModel

from engine.calls import traced
from engine.calls.traced import TracedNetwork, traced_network
from engine.protocol import Finished
from tests.support import tiny, tiny_sdxl
from tests.support.tiny_engines import fresh_engine, run_dry, some_params

NETWORKS = {
    "sd": {},
    "three levels": {
        "block_out_channels": (4, 8, 8),
        "down_block_types": ("CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"),
        "up_block_types": ("UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"),
    },
    "sd2": {"use_linear_projection": True, "attention_head_dim": (2, 4), "upcast_attention": True},
    "inpainting": {"in_channels": 9},
    "guided by an embedding": {"time_cond_proj_dim": 8},
    "reads the text alone": {"only_cross_attention": True},
}
SIZES = [(16, 16), (16, 24), (17, 16), (13, 19), (8, 34)]


@pytest.fixture(autouse=True)
def _inference():
    with torch.inference_mode():
        yield


def an_unet(**changes):
    torch.manual_seed(len(str(changes)))
    return tiny._unet(**changes).eval().to(memory_format=torch.channels_last)


def some_inputs(unet, rows=2, size=(16, 16), tokens=77):
    config = unet.config
    generator = torch.Generator().manual_seed(rows + tokens)
    sample = torch.randn(rows, config.in_channels, *size, generator=generator)
    told = {"encoder_hidden_states": torch.randn(rows, tokens, config.cross_attention_dim)}
    if config.time_cond_proj_dim:
        told["timestep_cond"] = torch.randn(rows, config.time_cond_proj_dim)
    if config.addition_embed_type == "text_time":
        pooled = config.projection_class_embeddings_input_dim - 6 * config.addition_time_embed_dim
        told["added_cond_kwargs"] = {
            "text_embeds": torch.randn(rows, pooled),
            "time_ids": torch.full((rows, 6), 32.0),
        }
    return {"sample": sample, "timestep": torch.linspace(20, 900, rows), **told}


def call(unet, inputs):
    told = dict(inputs)
    return unet(told.pop("sample"), told.pop("timestep"), **told, return_dict=False)[0]


def by_graph(network, unet, inputs):
    with network.placed():
        return call(unet, inputs)


def a_traced(unet):
    network = TracedNetwork(unet, patience=0)
    by_graph(network, unet, some_inputs(unet))
    assert network.is_traced
    return network


@pytest.mark.parametrize("name", [*NETWORKS, "sdxl"])
def test_answers_are_bit_for_bit_those_of_the_plain_network(name):
    unet = tiny_sdxl._unet({}) if name == "sdxl" else an_unet(**NETWORKS[name])
    network = a_traced(unet)
    for size in SIZES:
        for rows, tokens in ((1, 77), (5, 77), (3, 154), (66, 77)):
            inputs = some_inputs(unet, rows, size, tokens)
            assert torch.equal(by_graph(network, unet, inputs), call(unet, inputs)), (size, rows)
    assert network.is_traced


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


def test_networks_built_alike_share_a_trace_and_keep_their_weights(monkeypatch):
    first, second = an_unet(), an_unet()
    with torch.no_grad():
        for weights in second.parameters():
            weights.mul_(1.5)
    a_traced(first)
    monkeypatch.setattr(torch.jit, "trace", None)  # it is not traced again
    network, inputs = a_traced(second), some_inputs(second, rows=3)

    assert torch.equal(by_graph(network, second, inputs), call(second, inputs))
    assert not torch.equal(call(first, inputs), call(second, inputs))


def test_weights_that_change_are_seen():
    unet = an_unet()
    network, inputs = a_traced(unet), some_inputs(unet)
    before = by_graph(network, unet, inputs)
    unet.conv_out.weight = torch.nn.Parameter(unet.conv_out.weight * 2)

    assert not torch.equal(by_graph(network, unet, inputs), before)
    assert torch.equal(by_graph(network, unet, inputs), call(unet, inputs))


def test_hooks_of_the_network_run():
    unet, shapes = an_unet(), []
    network = a_traced(unet)
    unet.register_forward_pre_hook(lambda _, args: shapes.append(tuple(args[0].shape)))
    by_graph(network, unet, some_inputs(unet, rows=5))

    assert shapes == [(5, 4, 16, 16)]


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


@pytest.mark.parametrize("kind", [Counting, Refusing])
def test_a_network_that_cannot_be_traced_is_called_as_it_is(kind):
    unet = kind(**an_unet().config)
    network = TracedNetwork(unet, patience=0)
    for rows in (2, 5):
        inputs = some_inputs(unet, rows)
        assert torch.equal(by_graph(network, unet, inputs), call(unet, inputs))

    assert not network.is_traced


def test_arguments_at_fault_raise_as_ever_and_the_graph_stays():
    unet = an_unet()
    network, inputs = a_traced(unet), some_inputs(unet)
    with pytest.raises(RuntimeError):
        by_graph(network, unet, {**inputs, "encoder_hidden_states": torch.zeros(2, 77, 3)})

    assert network.is_traced
    assert torch.equal(by_graph(network, unet, inputs), call(unet, inputs))


def test_a_graph_that_fails_where_the_network_does_not_is_given_up(monkeypatch):
    unet = an_unet()
    network, inputs = a_traced(unet), some_inputs(unet)
    monkeypatch.setattr(network._graph, "_run", lambda _: 1 / 0)
    answer = by_graph(network, unet, inputs)

    assert torch.equal(answer, call(unet, inputs))
    assert not network.is_traced


def test_arguments_of_another_kind_go_to_the_plain_network():
    unet = an_unet()
    network, inputs = a_traced(unet), some_inputs(unet)
    inputs["cross_attention_kwargs"] = {}
    inputs["class_labels"] = None

    assert torch.equal(by_graph(network, unet, inputs), call(unet, inputs))
    assert network.is_traced


def test_nan_is_no_difference():
    unet = an_unet()
    network, inputs = TracedNetwork(unet, patience=0), some_inputs(unet)
    inputs["sample"][0] = float("nan")
    by_graph(network, unet, inputs)

    assert network.is_traced


def test_large_networks_and_other_kinds_are_left_alone(monkeypatch):
    unet = an_unet()
    assert traced_network(unet) is not None
    assert traced_network(torch.nn.Linear(1, 1)) is None
    monkeypatch.setattr(traced, "MAX_WEIGHTS", 100)
    assert traced_network(unet) is None


@pytest.mark.parametrize(("is_fixed", "expected"), [(False, True), (True, False)])
def test_an_engine_draws_the_same_pictures_by_the_graph(monkeypatch, is_fixed, expected):
    pictures = []
    for patience in (10_000, 0):
        monkeypatch.setattr(traced, "PATIENCE", patience)
        networks = noted(monkeypatch)
        engine = fresh_engine(deterministic=is_fixed)
        for seed in range(3):
            engine.submit(some_params(seed=seed, num_inference_steps=6, sampler="Euler a"))
        done = [event for event in run_dry(engine) if isinstance(event, Finished)]
        pictures.append({event.seed: event.sha256 for event in done})
        engine.close()

    assert [network.is_traced for network in networks] == [True] * expected
    assert pictures[0] == pictures[1]


def noted(monkeypatch):
    networks = []

    class Noted(TracedNetwork):
        def __init__(self, *args):
            super().__init__(*args)
            networks.append(self)

    monkeypatch.setattr(traced, "TracedNetwork", Noted)
    return networks
