"""A graph answers with the very bits of the network that it was traced from."""

from __future__ import annotations

import gc
import weakref

import pytest
import torch

from tests.support.traced_unets import (
    UNETS,
    a_traced,
    an_unet,
    an_xl_unet,
    by_graph,
    call,
    some_inputs,
)

SIZES = [(16, 16), (16, 24), (17, 16), (13, 19), (8, 34)]


@pytest.fixture(autouse=True)
def _inference():
    with torch.inference_mode():
        yield


@pytest.mark.parametrize("name", [*UNETS, "sdxl"])
def test_answers_are_bit_for_bit_those_of_the_plain_network(name):
    unet = an_xl_unet() if name == "sdxl" else an_unet(**UNETS[name])
    network = a_traced(unet)
    for size in SIZES:
        for rows, tokens in ((1, 77), (5, 77), (3, 154), (66, 77)):
            inputs = some_inputs(unet, rows, size, tokens)
            assert torch.equal(by_graph(network, unet, inputs), call(unet, inputs)), (size, rows)
    assert network.is_traced


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


def test_what_torch_keeps_of_a_trace_keeps_no_network():
    unet = an_unet(norm_num_groups=4)  # of no other test, so that it is traced here
    weights = weakref.ref(unet.conv_in.weight)
    a_traced(unet)
    del unet
    gc.collect()

    assert weights() is None


def test_weights_are_read_as_they_are_now():
    unet = an_unet()
    network, inputs = a_traced(unet), some_inputs(unet)
    before = by_graph(network, unet, inputs)
    unet.conv_out.weight = torch.nn.Parameter(unet.conv_out.weight * 2)

    assert not torch.equal(by_graph(network, unet, inputs), before)
    assert torch.equal(by_graph(network, unet, inputs), call(unet, inputs))
