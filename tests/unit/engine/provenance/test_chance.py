"""The chance that an unrelated id fits is never understated."""

from __future__ import annotations

import numpy as np
import pytest

from engine.provenance.chance import chance_of


def match_of(soft, signs):
    return (signs @ soft) / (np.linalg.norm(soft) * np.sqrt(32))


@pytest.mark.parametrize("wave", [0.0, 0.5, 0.9], ids=["even", "uneven", "very uneven"])
def test_random_ids_fit_no_more_often_than_it_says(wave):
    rng = np.random.default_rng(1)
    soft = 1 + wave * np.sin(np.arange(32))
    matches = match_of(soft, rng.choice([-1.0, 1.0], (200_000, 32)))

    for match in (0.3, 0.5, 0.7):
        assert np.mean(matches >= match) <= chance_of(soft, match)


@pytest.mark.parametrize(("wrong", "ids"), [(0, 1), (1, 33), (3, 5489)])
def test_for_even_bits_it_is_near_the_share_of_ids_with_so_few_bits_wrong(wrong, ids):
    chance = chance_of(np.ones(32), 1 - 2 * wrong / 32)

    assert ids / 2**32 <= chance * 1.01 <= 12 * ids / 2**32


def test_nothing_fits_for_sure():
    assert chance_of(np.ones(32), 0.0) == 1
    assert chance_of(np.zeros(32), 0.9) == 1
