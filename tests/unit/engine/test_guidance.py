"""Guidance row by row."""

from __future__ import annotations

import torch

from engine.guidance import guidance_schedule, guide
from tests.support.tiny_engines import some_params


def test_guidance_mixes_each_pair_by_its_own_scale():
    output = torch.tensor([1.0, 2.0, 5.0, 7.0, 9.0]).view(5, 1, 1, 1)

    guided = guide(output, 2, torch.tensor([2.0, 10.0]))

    assert guided.flatten().tolist() == [1 + 2 * 4, 2 + 10 * 5, 9]


def test_without_guided_rows_the_output_is_taken_as_it_is():
    output = torch.randn(3, 1, 2, 2)

    assert torch.equal(guide(output, 0, torch.tensor([])), output)


def test_a_row_without_rescale_is_unchanged_by_its_neighbours():
    output = torch.randn(4, 2, 3, 3)
    scales = torch.tensor([4.0, 4.0])

    mixed = guide(output, 2, scales, torch.tensor([0.7, 0.0]))

    assert torch.equal(mixed[1], guide(output, 2, scales)[1])


def test_guidance_outside_its_interval_is_off():
    params = some_params(guidance_scale=5.0, guidance_start=0.25, guidance_end=0.75)

    assert guidance_schedule(params, 8) == (1, 1, 5, 5, 5, 5, 1, 1)


def test_guidance_of_one_or_less_is_off():
    assert set(guidance_schedule(some_params(guidance_scale=1.0), 4)) == {1.0}
