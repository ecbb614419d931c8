"""Perceptual hashes stay near each other where pictures look alike."""

from __future__ import annotations

import pytest

from engine.bench.provenance_attacks import ATTACKS
from engine.bench.provenance_pictures import procedural
from engine.postprocess.phash import MIDDLES, picture_hashes, query_hashes


def distance(first, second):
    return (int(first, 16) ^ int(second, 16)).bit_count()


def nearest(query, stored):
    return min(distance(one, other) for one in query.values() for other in stored.values())


@pytest.mark.parametrize(
    "attack",
    ["jpeg_50", "webp_80", "resize_0.5", "rotate_90", "flip_vertical", "preview_350", "screenshot"],
)
@pytest.mark.parametrize("index", range(4))
def test_an_attacked_picture_looks_like_itself(index, attack):
    picture = procedural(index)

    assert nearest(query_hashes(ATTACKS[attack](picture)), picture_hashes(picture)) <= 8


@pytest.mark.parametrize("attack", ["crop_90", "crop_80"])
def test_a_cut_picture_looks_like_its_middle(attack):
    picture = procedural(0)

    assert nearest(query_hashes(ATTACKS[attack](picture)), picture_hashes(picture)) <= 10


def test_other_pictures_look_different():
    assert nearest(query_hashes(procedural(1)), picture_hashes(procedural(9))) > 10


def test_hashes_are_64_bits_of_the_whole_and_its_middles():
    found = picture_hashes(procedural(2))

    assert set(found) == set(MIDDLES)
    assert all(len(value) == 16 for value in found.values())


def test_a_plain_picture_has_hashes():
    import numpy as np

    assert query_hashes(np.full((40, 30, 3), 255, np.uint8))
