"""What readings and hashes prove of recorded images."""

from __future__ import annotations

import numpy as np
import pytest

from engine.postprocess import watermark
from engine.provenance.evidence import Record, Strength, candidate_ids, weigh
from engine.provenance.reading import Reading

ID = 0xDEA41E8F
HASH = 0x0123456789ABCDEF


def reading_of(watermark_id, *, agreement=0.9, is_whole=True, wrong=(), shift=0):
    clarity = 0.3 if agreement < 0.02 else 4.0
    soft = np.where(watermark.bits_of(watermark_id) > 0, clarity, -clarity)
    for place in wrong:
        soft[place] *= -0.2
    return Reading(agreement=agreement, soft=tuple(np.roll(soft, shift)), is_whole=is_whole)


def record(image_id=7, watermark_id=ID, hashes=(HASH,)):
    return Record(image_id=image_id, watermark_id=watermark_id, hashes=hashes)


def hashes(distance):
    return {"as it is": f"{HASH ^ (2**distance - 1):016x}"}


@pytest.mark.parametrize(
    ("reading", "distance", "strength"),
    [
        pytest.param(reading_of(ID), 10, Strength.STRONG, id="id and looks"),
        pytest.param(reading_of(ID, wrong=(3, 9)), 10, Strength.STRONG, id="two weak bits wrong"),
        pytest.param(reading_of(ID), 30, Strength.MARKED, id="clear id, other looks"),
        pytest.param(reading_of(ID, agreement=0.1), 30, Strength.HINT, id="weak id alone"),
        pytest.param(reading_of(ID, agreement=0.01), 30, Strength.NONE, id="noise"),
        pytest.param(reading_of(ID, agreement=0.01), 8, Strength.HINT, id="looks alone"),
        pytest.param(reading_of(ID ^ 0xFFFF), 0, Strength.HINT, id="looks, but another's id"),
        pytest.param(
            reading_of(ID, is_whole=False, shift=11), 4, Strength.STRONG, id="cut, rotated bits"
        ),
    ],
)
def test_the_strength_follows_from_id_and_looks(reading, distance, strength):
    found = weigh([reading], hashes(distance), [record()])

    assert [evidence.strength for evidence in found] == [strength] * (strength != Strength.NONE)


def test_what_can_be_copied_is_never_proof():
    """Who knows the method writes any id into any picture, and bends that until it looks alike."""
    found = weigh([reading_of(ID, agreement=1.0)], hashes(0), [record()])

    assert [evidence.strength for evidence in found] == [Strength.STRONG]


def test_the_image_whose_id_was_read_comes_before_its_lookalike():
    sibling = record(image_id=8, watermark_id=ID ^ 0xFFFF0000)

    found = weigh([reading_of(ID)], hashes(2), [sibling, record()])

    assert [evidence.image_id for evidence in found] == [7, 8]


def test_nothing_is_known_of_an_unwatermarked_picture_that_looks_like_none():
    assert weigh([], hashes(40), [record(watermark_id=None)]) == []


def test_candidates_are_the_rotations_of_a_cut_picture():
    ids = candidate_ids([reading_of(ID, is_whole=False, shift=5)])

    assert ID in ids[:32]


def test_candidates_of_a_whole_picture_begin_with_the_bits_as_read():
    ids = candidate_ids([reading_of(ID, wrong=(3, 9))])

    assert ids[0] != ID
    assert ID in ids
