"""Bits that blurred into their neighbours are found again."""

from __future__ import annotations

import numpy as np
import pytest

from engine.postprocess.watermark import bits_of
from engine.provenance.equalise import equalised

SIGNS = bits_of(0xDEA41E8F) * 2.0 - 1


@pytest.mark.parametrize("stride", [0, 8, 16])
def test_blurred_bits_come_back(stride):
    sideways = np.roll(SIGNS, 1) + np.roll(SIGNS, -1)
    above = np.roll(SIGNS, stride) + np.roll(SIGNS, -stride)
    blurred = SIGNS + 0.3 * (sideways + above)

    assert (np.sign(equalised(blurred)) == SIGNS).all()


def test_the_length_stays():
    soft = SIGNS * np.linspace(1, 2, 32)

    assert np.linalg.norm(equalised(soft)) == pytest.approx(np.linalg.norm(soft))


def test_nothing_stays_nothing():
    assert not equalised(np.zeros(32)).any()
