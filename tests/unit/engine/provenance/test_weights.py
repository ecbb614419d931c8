"""Votes count by how far they are to be trusted."""

from __future__ import annotations

import numpy as np

from engine.bench.provenance_attacks import ATTACKS, brightened
from engine.postprocess import watermark
from engine.postprocess.strengths import low_band
from engine.provenance.evidence import candidate_ids
from engine.provenance.search import search
from engine.provenance.weights import clipped_pixels, steadiness, unclipped

ID = 0xDEA41E8F


def test_a_plain_block_counts_more_than_one_of_edges():
    luma = np.full((8, 16), 90, np.float32)
    luma[::4, 8:] = 250

    plain, rough = steadiness(low_band(luma))[0]

    assert plain == 1
    assert rough < 0.1


def test_a_block_that_is_as_bright_as_can_be_counts_nothing():
    picture = np.full((8, 16, 3), 120, np.uint8)
    picture[:, 8:, 1] = 255

    assert unclipped(clipped_pixels(picture)).tolist() == [[1, 0]]


def test_what_brightening_left_unclipped_still_says_the_id():
    picture = np.full((512, 512, 3), 245, np.uint8)
    picture[100:400] = (60, 120, 90)
    marked = watermark.embed(picture, ID)

    bright = ATTACKS["brighter_jpeg_85"](marked)

    assert (brightened(picture, 1.1)[0, 0] == 255).all()
    assert ID in candidate_ids(search(bright, [(512, 512)]).readings)
