from __future__ import annotations

import math

import msgspec
import pytest

from engine.errors import InvalidParameterError
from engine.params import MAX_SEED, GenerationParams, Outpaint


def some_params(**changed):
    return msgspec.structs.replace(GenerationParams(prompt="a red apple"), **changed)


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("prompt", ""),
        ("prompt", "  \n"),
        ("prompt", "x" * 4001),
        ("negative_prompt", "x" * 4001),
        ("width", 12),
        ("width", -8),
        ("height", 8192),
        ("num_inference_steps", 0),
        ("num_inference_steps", 151),
        ("guidance_scale", -1.0),
        ("guidance_scale", 0.5),
        ("guidance_scale", 36.0),
        ("guidance_scale", math.nan),
        ("guidance_rescale", 1.5),
        ("guidance_start", -0.1),
        ("guidance_end", math.inf),
        ("guidance_end", 0.0),
        ("guidance_start", math.nan),
        ("strength", math.nan),
        ("strength", 0.0),
        ("strength", 1.1),
        ("seed", -1),
        ("seed", MAX_SEED + 1),
        ("variation_seed", -1),
        ("variation_strength", 2.0),
        ("clip_skip", 12),
        ("mask_image", b"x"),
        ("outpaint", Outpaint(left=8)),
        ("preset", "slow"),
    ],
)
def test_a_value_out_of_range_is_refused_by_its_name(parameter, value):
    with pytest.raises(InvalidParameterError) as caught:
        some_params(**{parameter: value}).check()

    assert caught.value.parameter == parameter


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"num_inference_steps": 1},
        {"num_inference_steps": 150, "guidance_scale": 35.0},
        {"seed": MAX_SEED, "width": 4096, "height": 8},
        {"strength": 1.0, "init_image": b"x", "mask_image": b"y"},
    ],
)
def test_values_at_the_ends_of_their_ranges_are_fine(changed):
    some_params(**changed).check()


def test_parameters_survive_the_trip_through_json():
    params = some_params(negative_prompt="字 ✨", outpaint=Outpaint(left=8), init_image=b"\x00")

    assert msgspec.json.decode(msgspec.json.encode(params), type=GenerationParams) == params
