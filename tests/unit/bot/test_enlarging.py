"""A picture that is enlarged costs what is known of its size."""

from __future__ import annotations

import msgspec
import pytest

from bot.changes import Enlarge, Source
from engine.cost import image_cost
from engine.params import GenerationParams
from tests.support.scripted_engine import A_MODEL

PARAMS = GenerationParams(prompt="a red apple", num_inference_steps=20)


@pytest.mark.parametrize(("scale", "side"), [(1, 512), (8, 64)])
def test_the_size_is_the_one_that_the_picture_was_drawn_at(scale, side):
    model = msgspec.structs.replace(A_MODEL, output_scale=scale)
    enlarged = Enlarge(model=model).apply(PARAMS, Source(b"x", 512, 512))

    assert (enlarged.width, enlarged.height) == (side, side)


def test_a_size_that_nobody_knows_yet_costs_the_most_that_it_may_be():
    source = Source(b"x", 512, 512)
    known = Enlarge(model=A_MODEL).apply(PARAMS, source)
    unknown = Enlarge().apply(PARAMS, source)

    assert image_cost(known, A_MODEL) == 450  # nine tiles, five rows of each
    assert image_cost(unknown, None) == 1250


def test_a_picture_too_large_to_be_enlarged_is_left_for_the_engine_to_refuse():
    enlarged = Enlarge(model=A_MODEL).apply(PARAMS, Source(b"x", 8000, 4000))

    assert (enlarged.width, enlarged.height) == (0, 0)
    enlarged.check()
