"""Noise that depends on seeds alone."""

from __future__ import annotations

import torch

from engine import noise

SHAPE = (4, 8, 8)


def start(seed=1, variation_seed=None, variation_strength=0.0):
    return noise.initial_noise(
        noise.make_generator(seed),
        SHAPE,
        variation_seed=variation_seed,
        variation_strength=variation_strength,
    )


def test_a_seed_gives_the_bits_that_diffusers_users_get():
    expected = torch.randn((1, *SHAPE), generator=torch.Generator("cpu").manual_seed(1))

    assert torch.equal(start(), expected)


def test_global_random_state_changes_nothing():
    first = start()
    torch.rand(3)

    assert torch.equal(first, start())


def test_variation_strength_leads_from_one_seed_to_the_other():
    assert torch.equal(start(1, variation_seed=2, variation_strength=0.0), start(1))
    assert torch.equal(start(1, variation_seed=2, variation_strength=1.0), start(2))


def test_a_variation_keeps_the_variance_of_noise():
    mixed = start(1, variation_seed=2, variation_strength=0.5)

    assert abs(mixed.std().item() - 1) < 0.1


def test_a_small_variation_stays_near():
    near, far = (start(1, variation_seed=2, variation_strength=s) for s in (0.1, 0.9))

    assert (near - start(1)).norm() < (far - start(1)).norm()


def test_equal_noises_mix_to_themselves():
    assert torch.allclose(start(1, variation_seed=1, variation_strength=0.3), start(1))
