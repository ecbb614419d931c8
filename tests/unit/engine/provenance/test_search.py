"""A watermark is found again after what happens to pictures on their way."""

from __future__ import annotations

import cv2
import pytest

from engine.bench.provenance_attacks import ATTACKS
from engine.bench.provenance_pictures import procedural
from engine.postprocess import watermark
from engine.provenance.evidence import candidate_ids
from engine.provenance.search import CLEAR, STAGES, SURE, search

WATERMARK_ID = 0xDEA41E8F
SIZE = (512, 512)


@pytest.fixture(scope="module")
def marked():
    return watermark.embed(procedural(0, SIZE), WATERMARK_ID)


@pytest.mark.parametrize(
    "attack",
    [
        "none",
        "jpeg_50",
        "webp_80",
        "resize_0.5",
        "resize_1.5",
        "rotate_90",
        "rotate_180",
        "rotate_270",
        "flip_horizontal",
        "flip_vertical",
        "preview_350",
        "crop_90",
        "crop_80_jpeg_85",
        "brighter_jpeg_85",
        "darker_jpeg_85",
        "screenshot",
    ],
)
def test_an_attacked_picture_still_says_its_id(marked, attack):
    readings = search(ATTACKS[attack](marked), [SIZE]).readings

    assert WATERMARK_ID in candidate_ids(readings)
    assert readings[0].agreement >= SURE


@pytest.mark.parametrize("attack", ["rotate_5", "crop_80_rescaled"])
def test_a_tilted_or_rescaled_picture_still_says_its_id(marked, attack):
    assert WATERMARK_ID in candidate_ids(search(ATTACKS[attack](marked), [SIZE]).readings)


def test_an_unmarked_picture_gives_only_weak_readings():
    readings = search(procedural(0, SIZE), [SIZE]).readings

    assert all(one.agreement < SURE or one.clarity < CLEAR for one in readings)


def test_a_tiny_picture_is_searched_without_error():
    assert search(procedural(1, (64, 48)), [SIZE]).left_out == ()


def test_the_same_picture_gives_the_same_readings(marked):
    assert search(marked) == search(marked)


def test_without_time_the_first_stage_alone_is_searched():
    searched = search(procedural(0, SIZE), [SIZE], has_time=lambda: False)

    assert searched.left_out == STAGES[1:]
    assert all(reading.is_whole for reading in searched.readings)


def test_time_that_ends_between_two_tilts_leaves_the_rest_out():
    asked = iter([True] * 8)

    searched = search(procedural(0, SIZE), [SIZE], has_time=lambda: next(asked, False))

    assert searched.left_out == ("tilted", "cut and brightened")


def test_a_mark_in_a_picture_that_was_made_huge_is_found(marked):
    huge = cv2.resize(marked, (6300, 6300), interpolation=cv2.INTER_CUBIC)

    searched = search(huge, [SIZE], num_stages=1)

    assert WATERMARK_ID in candidate_ids(searched.readings)
    assert searched.readings[0].agreement >= SURE
