"""Whatever a picture is made into so that it fits, its mark is read from it."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
import pytest
from PIL import Image

from bot.delivering.ladder import RUNGS, encode_within, step_down
from engine.bench.provenance_pictures import procedural
from engine.postprocess.png import encode_png
from engine.postprocess.watermark import embed, extract
from engine.protocol import Frame, Inspect
from engine.provenance.evidence import candidate_ids
from engine.provenance.identify import identify
from engine.provenance.search import search

MARK = 0xC0FFEE42


@cache
def a_png(number=0):
    return encode_png(embed(procedural(number, (512, 512)), MARK), {"parameters": "an apple"})


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def sizes(png):
    """Return how large each rung makes a picture, the PNG first."""
    found = [len(png)]
    while (below := encode_within(png, found[-1] - 1)) is not None:
        found.append(len(below.data))
    return found


def test_a_picture_that_fits_stays_as_it_is():
    png = a_png()

    encoded = encode_within(png, len(png))

    assert (encoded.data, encoded.suffix) == (png, "png")


def test_every_rung_is_smaller_than_the_one_before():
    found = sizes(a_png())

    assert len(found) == len(RUNGS) + 1
    assert found == sorted(found, reverse=True)


def test_the_first_rung_keeps_every_pixel():
    png = a_png()

    encoded = encode_within(png, len(png) - 1)

    assert encoded.suffix == "webp"
    assert np.array_equal(np.asarray(opened(encoded.data)), np.asarray(opened(png)))


def is_marked(data):
    """Whether the mark is found, at a glance or by the whole search."""
    pixels = np.asarray(opened(data).convert("RGB"))
    return extract(pixels).watermark_id == MARK or MARK in candidate_ids(
        search(pixels, []).readings
    )


@pytest.mark.parametrize("number", range(8))
def test_the_mark_is_found_on_every_rung(number):
    png = a_png(number)

    for size in sizes(png):
        assert is_marked(encode_within(png, size).data)


def test_the_engine_itself_knows_the_smallest_copy():
    smallest = encode_within(a_png(), sizes(a_png())[-1])

    command = Inspect(inspect_id="1", file=Frame(smallest.data), sizes=((512, 512),))
    found = identify(command, None)

    assert smallest.suffix == "jpg"
    assert MARK in candidate_ids(found.readings)


def test_what_a_small_picture_leaves_of_its_share_is_the_others():
    small, large = a_png(4), a_png(0)

    first, second = step_down([large, small], len(large) + len(small))
    third, fourth = step_down([large, small], len(large) + len(small) - 1)

    assert (first.suffix, second.suffix) == ("png", "png")
    assert (third.suffix, fourth.suffix) == ("webp", "png")


def test_together_they_fit_whatever_the_limit():
    pngs = [a_png(0), a_png(1), a_png(2)]

    for max_bytes in (800_000, 300_000, 120_000, 60_000):
        encoded = step_down(pngs, max_bytes)
        assert sum(len(one.data) for one in encoded if one) <= max_bytes


def test_what_fits_nowhere_is_left_out():
    assert step_down([a_png()], 100) == [None]
    assert encode_within(b"no picture", 3) is None
