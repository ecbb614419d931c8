"""A million invented records, among which an image has to be found again."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from engine.provenance.evidence import CLOSE, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt

NUM_IDS: Final = 1_000_000
NUM_HASHED: Final = 20_000  # hashes of the others are not looked through, to save time
OWN: Final = -1  # image_id of the picture that is looked for
_SEED: Final = 20_260_101


class Ledger(NamedTuple):
    """Ids in order, and hashes of the first of them and their middles.

    Attributes:
        ids: uint32 [NUM_IDS].
        hashes: uint64 [NUM_IDS, 3].
    """

    ids: npt.NDArray[np.uint32]
    hashes: npt.NDArray[np.uint64]

    def known(self, candidates: Iterable[int]) -> list[Record]:
        """Return the records with one of these ids."""
        wanted = np.array(list(candidates), np.uint32)
        rows = np.minimum(np.searchsorted(self.ids, wanted), NUM_IDS - 1)
        return [self._record(int(row)) for row in rows[self.ids[rows] == wanted]]

    def alike(self, hashes: Mapping[str, str]) -> list[Record]:
        """Return the records that look like a picture."""
        stored = self.hashes[:NUM_HASHED]
        near = np.zeros(NUM_HASHED, bool)
        for query in {int(value, 16) for value in hashes.values()}:
            near |= (np.bitwise_count(stored ^ np.uint64(query)) <= CLOSE).any(axis=1)
        return [self._record(int(row)) for row in np.flatnonzero(near)]

    def _record(self, row: int) -> Record:
        return Record(
            image_id=row,
            watermark_id=int(self.ids[row]),
            hashes=tuple(int(value) for value in self.hashes[row]),
        )


@functools.cache
def ledger() -> Ledger:
    """Invent the records; the same ones in every process."""
    rng = np.random.default_rng(_SEED)
    ids = np.unique(rng.integers(0, 2**32, NUM_IDS + 1000, dtype=np.uint32))
    chosen = np.sort(rng.permutation(ids)[:NUM_IDS])
    return Ledger(chosen, rng.integers(0, 2**64, (NUM_IDS, 3), dtype=np.uint64))
