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


class Watched(nn.GroupNorm):
    """Counts how often torch's own is asked."""

    num_calls = 0

    def forward(self, hidden):
        self.num_calls += 1
        return super().forward(hidden)


def ours(layer, values):
    """What our layer says, which must not ask torch's."""
    layer.__class__ = Watched
    normal = NarrowGroupNorm(layer)(values)
    assert layer.num_calls == 0
    return normal


def exact(layer, values):
    return nn.functional.group_norm(
        values.double(),
        layer.num_groups,
        layer.weight.double(),
        layer.bias.double(),
        layer.eps,
    )


SIZES = pytest.mark.parametrize(
    ("channels", "groups"), [(32, 16), (96, 16), (192, 32), (8, 8), (8, 1)]
)


@SIZES
@pytest.mark.parametrize("shift", [0.0, 3.0, 30.0])
def test_it_is_as_close_to_the_exact_answer_as_float32_allows(channels, groups, shift):
    layer, values = a_layer(channels, groups), some_values(5, channels, 16, shift)
    wanted = exact(layer, values)

    error = (ours(layer, values) - wanted).abs().max()

    assert error <= 2e-6 * (1 + shift) * wanted.abs().max()


@SIZES
def test_away_from_zero_it_is_several_times_as_close_as_torchs(channels, groups):
    layer, values = a_layer(channels, groups), some_values(5, channels, 16, shift=30.0)
    wanted = exact(layer, values)

    error = (ours(layer, values) - wanted).abs().max()

    assert 3 * error < (layer(values) - wanted).abs().max()


def test_the_answer_lies_in_memory_as_torchs_does():
    layer, values = a_layer(), some_values(4, 32, 16)

    normal = ours(layer, values)

    assert normal.shape == values.shape
    assert normal.stride() == layer(values).stride()


def test_a_row_is_the_same_in_any_company_up_to_rounding():
    layer, values = a_layer(), some_values(3, 32, 32)

    together = ours(layer, values)

    for row in range(3):
        alone = ours(layer, values[row : row + 1])
        assert torch.allclose(alone, together[row : row + 1], atol=1e-6)


def test_constant_values_become_the_bias():
    layer, values = a_layer(), torch.full_like(some_values(4, 32, 16), 0.7)

    bias = layer.bias[None, :, None, None].expand_as(values)
    assert torch.allclose(ours(layer, values), bias, atol=1e-4)


@pytest.mark.parametrize(
    "values",
    [
        some_values(8, 32, 16).contiguous(),
        some_values(3, 32, 16),
        some_values(8, 32, 16).double(),
        some_values(8, 32, 32)[:, :, 0],
    ],
    ids=["channels first", "few pixels", "another dtype", "three dimensions"],
)
def test_what_it_does_not_suit_is_given_to_torch(values):
    layer = a_layer().to(values.dtype)
    layer.__class__ = Watched

    normal = NarrowGroupNorm(layer)(values)

    assert layer.num_calls == 1
    assert torch.equal(normal, layer(values))


def test_narrow_ones_of_a_network_are_found_where_they_stand():
    wide = nn.GroupNorm(8, MAX_CHANNELS + 8)
    network = nn.Sequential(a_layer(), nn.Sequential(nn.SiLU(), a_layer(64)), wide)
    plain = nn.GroupNorm(8, 32, affine=False)
    network.append(plain)

    places = narrow_norms_of(network)

    assert [(place.owner, place.name) for place in places] == [(network, "0"), (network[1], "1")]
    assert [place.ours.layer for place in places] == [network[0], network[1][1]]
