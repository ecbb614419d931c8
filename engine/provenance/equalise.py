"""Equalising: bits that blurred into their neighbours are taken apart again.

A picture that was made small mixes each block with those beside it, so a bit between two opposite
ones is read weakly, or wrongly. Bit i stands beside i - 1 and i + 1, and below and above stand
those a row stride away. How much they mix is not known; the guess that leaves the bits the most
evenly clear is taken.

Source: Godard 1980, "Self-recovering equalization": a signal of constant modulus is recognised
by it, without knowing the signal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Bits = npt.NDArray[np.float64]

NUM_BITS: Final = 32
_SHARES: Final = (0.1, 0.2, 0.3, 0.4)  # of each neighbour in a block
_STRIDES: Final = (0, 8, 16)  # bits from one row of blocks to the next
_FLOOR: Final = 0.05  # so that what is lost is not divided by nothing


def equalised(soft: Bits) -> Bits:
    """Take the bits of a reading apart from their neighbours; float64 [32], as long as before."""
    guesses = np.fft.irfft(np.fft.rfft(soft) * _FILTERS, NUM_BITS, axis=-1)
    lengths = np.linalg.norm(guesses, axis=1, keepdims=True)
    evenness = np.abs(guesses).sum(axis=1) / np.maximum(lengths[:, 0], 1e-9)
    best = int(np.argmax(evenness))
    scaled: Bits = guesses[best] * np.linalg.norm(soft) / max(float(lengths[best, 0]), 1e-9)
    return scaled


def _filters() -> Bits:
    waves = 2 * np.pi * np.arange(NUM_BITS // 2 + 1) / NUM_BITS
    mixing = np.array(
        [
            1 + 2 * share * np.cos(waves) + 2 * share * np.cos(stride * waves)
            for share in _SHARES
            for stride in _STRIDES
        ]
    )
    inverse: Bits = mixing / (mixing**2 + _FLOOR)
    return inverse


_FILTERS: Final = _filters()
