"""Group normalization of few channels is torch's own up to rounding."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from engine.families.group_norm import MAX_CHANNELS, NarrowGroupNorm, narrow_norms_of


@pytest.fixture(autouse=True)
def _inference():
    with torch.inference_mode():
        yield


def a_layer(channels=32, groups=8, eps=1e-5):
    layer = nn.GroupNorm(groups, channels, eps=eps)
    generator = torch.Generator().manual_seed(channels)
    for weights in (layer.weight, layer.bias):
        weights.copy_(torch.randn(channels, generator=generator))
    return layer


def some_values(rows, channels, side, shift=0.0):
    generator = torch.Generator().manual_seed(rows)
    values = torch.randn(rows, channels, side, side + 4, generator=generator) + shift
    return values.contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize(("channels", "groups"), [(32, 16), (96, 16), (192, 32), (8, 8), (8, 1)])
@pytest.mark.parametrize("shift", [0.0, 30.0])
def test_it_is_closer_to_the_exact_answer_than_a_millionth(channels, groups, shift):
    layer = a_layer(channels, groups)
    values = some_values(5, channels, 16, shift)
    exact = nn.functional.group_norm(
        values.double(), groups, layer.weight.double(), layer.bias.double(), layer.eps
    )

    normal = NarrowGroupNorm(layer)(values)

    assert (normal - exact).abs().max() <= 2e-6 * (1 + shift) * exact.abs().max()


def test_the_answer_lies_in_memory_as_torchs_does():
    layer, values = a_layer(), some_values(2, 32, 16)

    normal = NarrowGroupNorm(layer)(values)

    assert normal.shape == values.shape
    assert normal.stride() == layer(values).stride()


def test_a_row_is_the_same_in_any_company_up_to_rounding():
    layer, values = a_layer(), some_values(7, 32, 16)
    ours = NarrowGroupNorm(layer)

    together = ours(values)

    for row in range(7):
        assert torch.allclose(ours(values[row : row + 1]), together[row : row + 1], atol=1e-6)


def test_constant_values_become_the_bias():
    layer, values = a_layer(), torch.full_like(some_values(2, 32, 16), 0.7)

    bias = layer.bias[None, :, None, None].expand_as(values)
    assert torch.allclose(NarrowGroupNorm(layer)(values), bias, atol=1e-4)


@pytest.mark.parametrize(
    "values",
    [
        some_values(2, 32, 16).contiguous(),  # channels first
        some_values(2, 32, 4)[..., :4],  # few pixels
        some_values(2, 32, 16).double(),
        some_values(2, 32, 16)[:, :, 0],  # no picture
    ],
    ids=["channels first", "small", "another dtype", "three dimensions"],
)
def test_what_it_does_not_suit_is_given_to_torch(values):
    layer = a_layer().to(values.dtype)

    assert torch.equal(NarrowGroupNorm(layer)(values), layer(values))


def test_narrow_ones_of_a_network_are_found_where_they_stand():
    wide = nn.GroupNorm(8, MAX_CHANNELS + 8)
    network = nn.Sequential(a_layer(), nn.Sequential(nn.SiLU(), a_layer(64)), wide)
    plain = nn.GroupNorm(8, 32, affine=False)
    network.append(plain)

    places = narrow_norms_of(network)

    assert [(place.owner, place.name) for place in places] == [(network, "0"), (network[1], "1")]
    assert [place.ours.layer for place in places] == [network[0], network[1][1]]
