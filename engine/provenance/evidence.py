"""How far readings and hashes speak for one recorded image, and in which words that is said.

Free of pictures and models: the bot weighs here what the engine found.
"""

from __future__ import annotations

import enum
from itertools import combinations, product
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np

from engine.provenance.fit import NUM_BITS, ROTATIONS, Fit, fit_of, shapes_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from engine.provenance.reading import Reading

    Bits = npt.NDArray[np.float64]

HINT_CHANCE: Final = 2e-6  # that an unrelated id fits a reading; a million are looked through
STRONG_CHANCE: Final = 1e-5  # that the id of an image that looks the same fits by chance
CLOSE: Final = 10  # bits of 64 in which hashes of the image that the watermark names may differ
ALIKE: Final = 8  # bits in which hashes of any of a million images may differ
MIN_SCORE: Final = 110.0  # the best of thousands of readings of noise has 60 to 90
SURE_AGREEMENT: Final = 0.5  # drawings without a watermark reach 0.4
SURE_MATCH: Final = 0.93  # every bit right, and all about as clear; waves over the bits have 0.9
SURE_MATCH_WHOLE: Final = 0.9  # where the bits are not tried in 32 rotations
LIKELY_MATCH: Final = 0.8
_LEAST_MATCH: Final = 0.6  # with six of 32 bits wrong
_ALL_BITS: Final = 2**NUM_BITS - 1
_SILENT: Final = 0.15  # of the clearest bit
_MOST_SILENT: Final = 8
_FLIPS_WHOLE: Final = ((1, 8), (2, 6), (3, 4))  # so many of the so many weakest bits
_FLIPS_CUT: Final = ((1, 4),)


class Strength(enum.StrEnum):
    """What is known of where a picture came from, in words, the strongest first.

    Proof is never a matter of weighing: only the very file, or a valid signature, gives it. Marks
    and looks can be copied, so all that they say together is "strong".
    """

    PROOF = "proof"
    STRONG = "strong"  # mark and looks name the same image
    MARKED = "marked"  # a clear mark, but other looks
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
        chance: Bound on the chance that another id fits those bits as well, all rotations that
            were tried counted; 1 without a watermark.
        distance: Bits in which the nearest hashes differ, of 64; 64 when there is none.
        past: What was undone to read it, in words.
    """

    image_id: int
    strength: Strength
    match: float = 0.0
    agreement: float = 0.0
    chance: float = 1.0
    distance: int = 64
    past: str = ""


def candidate_ids(readings: Sequence[Reading]) -> list[int]:
    """List the ids that the readings may mean, the likeliest first.

    Where edges were cut off, the bits are taken in all rotations; the weakest bits are tried both
    ways, and so are all of them together, since brightening may turn plain areas over.
    """
    shapes = [
        (soft, reading)
        for reading in readings
        if reading.score >= MIN_SCORE
        for soft in shapes_of(reading)
    ]
    plain = [id_ for soft, reading in shapes for id_ in _rotations(soft > 0, reading)]
    doubtful = [
        id_
        for soft, reading in shapes
        for bits in _corrections(soft, reading)
        for id_ in _rotations(bits, reading)
    ]
    ids = dict.fromkeys([*plain, *doubtful])
    return list(dict.fromkeys([*ids, *(id_ ^ _ALL_BITS for id_ in ids)]))


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
    seen = [_seen(record, reading, distance, len(readings)) for reading in readings]
    if not seen:
        looks = Strength.HINT if distance <= ALIKE else Strength.NONE
        return Evidence(image_id=record.image_id, strength=looks, distance=distance)
    return min(seen, key=_rank)


def _seen(record: Record, reading: Reading, distance: int, num_readings: int) -> Evidence:
    """Weigh one reading and the looks of a picture for a record."""
    fit = fit_of(reading, record.watermark_id)
    return Evidence(
        image_id=record.image_id,
        strength=_strength(fit, reading, distance, num_readings),
        match=round(fit.value, 3),
        agreement=reading.agreement,
        chance=fit.chance,
        distance=distance,
        past=reading.past,
    )


def _rank(evidence: Evidence) -> tuple[int, bool, float, float, int]:
    """Order evidence: of two equally strong ones, that for an image that looks the same first.

    Of two that do not, the one whose id fits less likely by chance.
    """
    strength = list(Strength).index(evidence.strength)
    looks_other = evidence.distance > ALIKE
    return strength, looks_other, evidence.chance, -evidence.match, evidence.distance


def _strength(fit: Fit, reading: Reading, distance: int, num_readings: int) -> Strength:
    looks = Strength.HINT if distance <= ALIKE else Strength.NONE
    if reading.score < MIN_SCORE or fit.value < _LEAST_MATCH:
        return looks
    if distance <= CLOSE:
        return Strength.STRONG if fit.chance * num_readings <= STRONG_CHANCE else Strength.HINT
    sure = SURE_MATCH_WHOLE if reading.is_whole else SURE_MATCH
    if reading.agreement >= SURE_AGREEMENT and fit.value >= sure:
        return Strength.MARKED
    if fit.value >= LIKELY_MATCH and fit.chance <= HINT_CHANCE:
        return Strength.HINT
    return looks


def _rotations(bits: npt.NDArray[np.bool_], reading: Reading) -> Iterator[int]:
    for places in ROTATIONS[:1] if reading.is_whole else ROTATIONS:
        yield int.from_bytes(np.packbits(bits[places]).tobytes(), "big")


def _corrections(soft: Bits, reading: Reading) -> Iterator[npt.NDArray[np.bool_]]:
    """Try bits that no block spoke for both ways, and flip a few of the weakest others.

    Source: Chase 1972, "A class of algorithms for decoding block codes", algorithm 2.
    """
    weakest = np.argsort(np.abs(soft))
    silent = np.flatnonzero(np.abs(soft) < _SILENT * np.abs(soft).max())
    if reading.is_whole and len(silent) <= _MOST_SILENT:
        for values in product((False, True), repeat=len(silent)):
            bits = soft > 0
            bits[silent] = values
            yield bits
    for number, among in _FLIPS_WHOLE if reading.is_whole else _FLIPS_CUT:
        for places in combinations(weakest[:among], number):
            bits = soft > 0
            bits[list(places)] ^= True
            yield bits
