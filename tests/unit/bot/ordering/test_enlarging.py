"""A picture that is enlarged costs what is known of its size."""

from __future__ import annotations

import msgspec
import pytest

from bot.files.upload_errors import EnlargedTooLargeError
from bot.ordering.changes import Enlarge, Source, drawn_anew
from bot.ordering.enlarging import worded
from engine.cost import image_cost
from engine.params import GenerationParams
from engine.protocol import Inspected
from tests.support.scripted_engine import A_MODEL

PARAMS = GenerationParams(prompt="a red apple", num_inference_steps=20)


@pytest.mark.parametrize(("scale", "side"), [(1, 512), (8, 64)])
def test_the_size_is_the_one_that_the_picture_was_drawn_at(scale, side):
    model = msgspec.structs.replace(A_MODEL, output_scale=scale)
    enlarged = Enlarge(models=(model,)).apply(PARAMS, Source(b"x", 512, 512))

    assert (enlarged.width, enlarged.height) == (side, side)


def test_a_size_that_nobody_knows_yet_costs_the_most_that_it_may_be():
    source = Source(b"x", 512, 512)
    known = Enlarge(models=(A_MODEL,)).apply(PARAMS, source)
    unknown = Enlarge().apply(PARAMS, source)

    assert image_cost(known, A_MODEL) == 450  # nine tiles, five rows of each
    assert image_cost(unknown, None) == 1250


@pytest.mark.parametrize("style", ["subtle", "creative", "plain"])
@pytest.mark.parametrize("models", [(A_MODEL,), ()])
@pytest.mark.parametrize(
    ("width", "height", "factor"), [(1032, 1024, 2.0), (520, 512, 4.0), (8000, 4000, 2.0)]
)
def test_what_would_be_over_2048_by_2048_is_refused(width, height, factor, models, style):
    with pytest.raises(EnlargedTooLargeError) as refused:
        Enlarge(factor, style, models).apply(PARAMS, Source(b"x", width, height))

    assert refused.value.factor == f"{factor:g}"


@pytest.mark.parametrize("style", ["subtle", "creative", "plain"])
@pytest.mark.parametrize(("side", "factor"), [(1024, 2.0), (512, 4.0)])
def test_2048_by_2048_is_not_too_much(side, factor, style):
    Enlarge(factor, style, (A_MODEL,)).apply(PARAMS, Source(b"x", side, side)).check()


def test_a_plain_one_costs_a_row_of_its_size():
    plain = Enlarge(style="plain", models=(A_MODEL,)).apply(PARAMS, Source(b"x", 512, 512))

    assert plain.is_resampled
    assert image_cost(plain, A_MODEL) == 40


def test_guidance_of_the_picture_is_not_that_of_its_tiles():
    guided = msgspec.structs.replace(PARAMS, guidance_scale=9.0)

    assert Enlarge(models=(A_MODEL,)).apply(guided, Source(b"x", 512, 512)).guidance_scale == 0


def test_what_is_drawn_anew_of_a_plain_one_is_drawn():
    plain = Enlarge(4.0, "plain", (A_MODEL,)).apply(PARAMS, Source(b"x", 512, 512))
    drawn = Enlarge(4.0, "subtle", (A_MODEL,)).apply(PARAMS, Source(b"x", 512, 512))

    assert drawn_anew(plain) == drawn
    assert drawn_anew(drawn) is drawn
    assert drawn_anew(PARAMS) is PARAMS


@pytest.mark.parametrize(
    ("told", "prompt"),
    [
        ("", "a detailed picture"),
        ("a {cat}\nNegative prompt: dog\nSteps: 20, Sampler: Euler", "a \\{cat\\}"),
        ("a cat\nSteps: 20", "a cat"),
        ("Steps are here", "Steps are here"),
        ("x" * 5000, "a detailed picture"),
        ("(" * 500, "a detailed picture"),
    ],
)
def test_the_prompt_of_a_picture_is_what_stands_in_it_if_it_can_be_used(told, prompt):
    seen = Inspected(inspect_id="1", text={"parameters": told})
    params = GenerationParams(prompt="a detailed picture")

    assert worded(params, seen).prompt == prompt
