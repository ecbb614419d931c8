"""How far readings and hashes speak for one recorded image, and in which words that is said.

Free of pictures and models: the bot weighs here what the engine found.
"""

from __future__ import annotations

import enum
import math
from itertools import combinations
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from engine.provenance.reading import Reading

NUM_BITS: Final = 32
CLOSE: Final = 10  # bits of 64 in which hashes of the image that the watermark names may differ
ALIKE: Final = 8  # bits in which hashes of any of a million images may differ
MIN_SCORE: Final = 110.0  # the best of thousands of readings of noise has 60 to 90
SURE_AGREEMENT: Final = 0.5  # drawings without a watermark reach 0.4
SURE_MATCH: Final = 0.93  # every bit right, and all about as clear; waves over the bits have 0.9
LIKELY_MATCH: Final = 0.8
_MATCH_WHOLE: Final = 0.6  # of 32 bits: six may be wrong, where the hash named the image
_MATCH_CUT: Final = 0.8  # three may, since the bits are tried in 32 rotations
_FLIPS_WHOLE: Final = ((1, 8), (2, 6), (3, 4))  # so many of the so many weakest bits
_FLIPS_CUT: Final = ((1, 4),)


class Strength(enum.StrEnum):
    """What is known of where a picture came from, in words."""

    PROOF = "proof"
    STRONG = "strong"
    HINT = "hint"
    NONE = "none"


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What the database knows of one image.

    Attributes:
        image_id: Its row.
        watermark_id: The id embedded in it, or None.
        hashes: Of it and its middles, as unsigned 64-bit numbers.
    """

    image_id: int
    watermark_id: int | None = None
    hashes: tuple[int, ...] = ()


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What speaks for one recorded image.

    Attributes:
        image_id: Which.
        strength: In words.
        match: How far the bits that were read are the image's id, -1 to 1; 0 without a watermark.
        agreement: How far the blocks agree on those bits, 0 to 1.
        distance: Bits in which the nearest hashes differ, of 64; 64 when there is none.
        past: What was undone to read it, in words.
        is_whole: Whether the bits were read without trying their rotations.
    """

    image_id: int
    strength: Strength
    match: float = 0.0
    agreement: float = 0.0
    distance: int = 64
    past: str = ""
    is_whole: bool = True

    @property
    def weight(self) -> float:
        """How much the watermark speaks for it: proportional to deviations from chance.

        One of 32 rotations finds another's id 32 times as easily, so a cut picture weighs less.
        """
        return max(self.match, 0.0) * math.sqrt(self.agreement) * (1.0 if self.is_whole else 0.8)


def candidate_ids(readings: Sequence[Reading]) -> list[int]:
    """List the ids that the readings may mean, the likeliest first.

    Where edges were cut off, the bits are taken in all rotations; the weakest bits are tried both
    ways.
    """
    plain = [id_ for reading in readings for id_ in _rotations(_bits(reading), reading)]
    doubtful = [
        id_
        for reading in readings
        for bits in _corrections(reading)
        for id_ in _rotations(bits, reading)
    ]
    return list(dict.fromkeys([*plain, *doubtful]))


def weigh(
    readings: Sequence[Reading], hashes: Mapping[str, str], records: Iterable[Record]
) -> list[Evidence]:
    """Weigh what speaks for each record, the strongest first; what is nothing is left out."""
    queries = np.array([int(value, 16) for value in hashes.values()], np.uint64)
    found = [_evidence(record, readings, queries) for record in records]
    return sorted((one for one in found if one.strength != Strength.NONE), key=_rank)


def _evidence(
    record: Record, readings: Sequence[Reading], queries: npt.NDArray[np.uint64]
) -> Evidence:
    stored = np.array(record.hashes, np.uint64)
    distance = int(np.bitwise_count(queries[:, None] ^ stored[None]).min(initial=64))
    seen = [_seen(record, reading, distance) for reading in readings]
    if not seen:
        looks = Strength.HINT if distance <= ALIKE else Strength.NONE
        return Evidence(image_id=record.image_id, strength=looks, distance=distance)
    return min(seen, key=_rank)


def _seen(record: Record, reading: Reading, distance: int) -> Evidence:
    """Weigh one reading and the looks of a picture for a record."""
    match = _match(reading, record.watermark_id)
    return Evidence(
        image_id=record.image_id,
        strength=_strength(match, reading, distance),
        match=round(match, 3),
        agreement=reading.agreement,
        distance=distance,
        past=reading.past,
        is_whole=reading.is_whole,
    )


def _rank(evidence: Evidence) -> tuple[int, float, int]:
    return list(Strength).index(evidence.strength), -evidence.weight, evidence.distance


def _strength(match: float, reading: Reading, distance: int) -> Strength:
    looks = Strength.HINT if distance <= ALIKE else Strength.NONE
    if reading.score < MIN_SCORE or match < (_MATCH_WHOLE if reading.is_whole else _MATCH_CUT):
        return looks
    if distance <= CLOSE:
        return Strength.PROOF
    if reading.agreement >= SURE_AGREEMENT and match >= SURE_MATCH:
        return Strength.STRONG
    return Strength.HINT if match >= LIKELY_MATCH else looks


def _match(reading: Reading, watermark_id: int | None) -> float:
    """Correlate the bits that were read with an id's, at the best rotation."""
    if watermark_id is None:
        return 0.0
    soft = np.array(reading.soft)
    signs = np.array([1.0 if bit == "1" else -1.0 for bit in f"{watermark_id:032b}"])
    length = max(float(np.linalg.norm(soft)) * float(np.sqrt(NUM_BITS)), 1e-9)
    rolled = soft[None] if reading.is_whole else soft[_ROTATIONS]
    return float((rolled @ signs).max()) / length


def _bits(reading: Reading) -> npt.NDArray[np.bool_]:
    return np.array(reading.soft) > 0


def _rotations(bits: npt.NDArray[np.bool_], reading: Reading) -> Iterator[int]:
    for places in _ROTATIONS[:1] if reading.is_whole else _ROTATIONS:
        yield int.from_bytes(np.packbits(bits[places]).tobytes(), "big")


def _corrections(reading: Reading) -> Iterator[npt.NDArray[np.bool_]]:
    """Flip a few of the bits that were read least clearly (Chase 1972, algorithm 2)."""
    weakest = np.argsort(np.abs(reading.soft))
    for number, among in _FLIPS_WHOLE if reading.is_whole else _FLIPS_CUT:
        for places in combinations(weakest[:among], number):
            bits = _bits(reading)
            bits[list(places)] ^= True
            yield bits


_ROTATIONS: Final = (np.arange(NUM_BITS)[None] + np.arange(NUM_BITS)[:, None]) % NUM_BITS
