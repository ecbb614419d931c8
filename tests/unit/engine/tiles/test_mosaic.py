"""Tiles: where they lie, what noise they get, and how they become one picture."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from engine.params import GenerationParams
from engine.tiles.mosaic import Mosaic
from engine.tiles.tile_grid import TileGrid, num_tile_pixels

multiples = st.integers(2, 64).map(lambda n: 8 * n)


def a_mosaic(size=(96, 64), tile=32, **params):
    grid = TileGrid.cover(size, tile, 8)
    return Mosaic(grid, GenerationParams(prompt="a", **params), latent_channels=4, scale_factor=2)


@given(multiples, multiples, st.integers(2, 16).map(lambda n: 8 * n))
def test_tiles_of_one_size_cover_every_pixel_and_overlap(width, height, tile):
    grid = TileGrid.cover((width, height), tile, 8)
    seen = np.zeros((height, width), dtype=int)
    for box in grid.boxes:
        seen[box.top : box.top + box.height, box.left : box.left + box.width] += 1

    assert seen.sum() == num_tile_pixels((width, height), tile, 8)
    assert len({(box.width, box.height) for box in grid.boxes}) == 1
    assert all(side % 8 == 0 for box in grid.boxes for side in box)
    assert seen.min() >= 1
    assert seen.sum() == sum(box.width * box.height for box in grid.boxes)
    lefts = sorted({box.left for box in grid.boxes})
    shared = [a + grid.boxes[0].width - b for a, b in itertools.pairwise(lefts)]
    assert all(side >= max(tile // 4 // 8 * 8, 8) for side in shared)


def test_neighbours_share_the_noise_where_they_overlap():
    mosaic = a_mosaic(seed=3)
    first, second = mosaic.grid.boxes[:2]
    shared = (first.left + first.width - second.left) // 2

    assert mosaic.noise(0).shape == (1, 4, 16, 16)
    assert torch.equal(mosaic.noise(0)[..., -shared:], mosaic.noise(1)[..., :shared])
    assert not torch.equal(mosaic.noise(0), a_mosaic(seed=4).noise(0))


def test_tiles_cut_from_a_picture_make_it_again():
    mosaic = a_mosaic()
    whole = np.random.default_rng(0).integers(0, 255, (64, 96, 3), dtype=np.uint8)
    made = [
        mosaic.put(tile, whole[box.top : box.top + 32, box.left : box.left + 32])
        for tile, box in enumerate(mosaic.grid.boxes)
    ]

    assert all(picture is None for picture in made[:-1])
    assert np.array_equal(made[-1], whole)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_in_which_tiles_are_done_changes_nothing(seed):
    draw = np.random.default_rng(seed)
    ahead, mixed = a_mosaic(), a_mosaic()
    tiles = [draw.integers(0, 255, (32, 32, 3), dtype=np.uint8) for _ in ahead.grid.boxes]
    last = [ahead.put(n, tile) for n, tile in enumerate(tiles)][-1]
    other = [mixed.put(n, tiles[n]) for n in draw.permutation(len(tiles)).tolist()][-1]

    assert np.array_equal(last, other)


def test_a_tile_put_again_makes_the_picture_no_second_time():
    mosaic = a_mosaic()
    count, tile = len(mosaic), np.zeros((32, 32, 3), dtype=np.uint8)
    made = [mosaic.put(n, tile) is not None for n in (*range(count), *range(count))]

    assert [n for n, is_made in enumerate(made) if is_made] == [count - 1, 2 * count - 1]


def test_a_step_between_neighbours_becomes_a_ramp():
    mosaic = a_mosaic(size=(56, 32))
    tiles = [np.full((32, 32, 3), shade, dtype=np.uint8) for shade in (100, 140)]
    fused = [mosaic.put(n, tile) for n, tile in enumerate(tiles)][-1]

    assert fused[0, 0, 0] == 100
    assert fused[0, -1, 0] == 140
    assert np.abs(np.diff(fused[0, :, 0].astype(int))).max() <= 6
