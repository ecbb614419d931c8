"""A picture is compared with its recipe, drawn again."""

from __future__ import annotations

import numpy as np
import pytest

from engine.bench.provenance_attacks import encoded, resized
from engine.bench.provenance_pictures import procedural
from engine.errors import UnreadableImageError
from engine.params import GenerationParams
from engine.postprocess import watermark
from engine.postprocess.parameters import params_text
from engine.replay import compare, params_of

DRAWN = procedural(0, (512, 512))


@pytest.mark.parametrize(
    ("seen", "verdict"),
    [
        pytest.param(DRAWN, "same", id="itself"),
        pytest.param(watermark.embed(DRAWN, 0xDEA41E8F), "same", id="marked"),
        pytest.param(encoded(DRAWN, "JPEG", 75), "alike", id="jpeg"),
        pytest.param(resized(DRAWN, 0.5), "alike", id="half the size"),
        pytest.param(procedural(8, (512, 512)), "different", id="another"),
    ],
)
def test_the_verdict_follows_from_the_mean_difference(seen, verdict):
    assert compare(seen, DRAWN, model_matches=True).verdict == verdict


def test_a_recipe_says_what_to_draw():
    params = GenerationParams(prompt="a red apple", seed=3, width=256, height=256)

    assert params_of({"params": params_text(params)}) == params


@pytest.mark.parametrize(
    "recipe",
    [{}, {"params": "{"}, {"params": "{}", "init_image_sha256": "00"}],
    ids=["none", "damaged", "from a picture"],
)
def test_what_cannot_be_drawn_again_is_refused(recipe):
    with pytest.raises(UnreadableImageError):
        params_of(recipe)


def test_levels_are_of_all_channels():
    seen = DRAWN.astype(np.int16)
    seen[..., 0] += np.where(seen[..., 0] < 250, 3, -3)

    assert compare(seen.astype(np.uint8), DRAWN, model_matches=False).mean_levels == 1.0
