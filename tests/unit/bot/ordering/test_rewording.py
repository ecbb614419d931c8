"""New words for a picture change what they say, and nothing else of it."""

from __future__ import annotations

import random

import msgspec
import pytest

from bot.ordering.asked import Asked
from bot.ordering.refusals import FlagUnfitError
from bot.ordering.rewording import reseeded, reworded
from db.people import save_preferences
from engine.errors import UnknownModelError, UnknownSamplerError
from engine.params import GenerationParams, Outpaint, Upscale
from tests.support.clock import NOON
from tests.support.scripted_engine import A_MODEL

LARGE = msgspec.structs.replace(
    A_MODEL, name="large", native_width=1024, native_height=1024, samplers=("Euler",)
)
MODELS = (A_MODEL, LARGE)
PARAMS = GenerationParams(
    prompt="a red apple", width=416, height=624, seed=7, sampler="Euler", num_inference_steps=9
)


@pytest.fixture
def reword(sqlite_database):
    async def words(params, prompt="a plum", **said):
        async with sqlite_database.begin() as session:
            await save_preferences(session, 1, {"style": "photo", "sampler": "Euler a"}, now=NOON)
            asked = Asked(prompt=prompt, **said)
            return await reworded(session, params, asked, models=MODELS, user_id=1, guild_id=2)

    return words


async def test_what_is_not_said_stays_and_own_defaults_are_not_put_over_it_again(reword):
    assert await reword(PARAMS) == msgspec.structs.replace(PARAMS, prompt="a plum")


@pytest.mark.parametrize(
    ("drawn_by", "said", "size"),
    [
        pytest.param("", {"aspect": "2:1"}, (728, 360), id="the default model"),
        pytest.param("large", {"aspect": "2:1"}, (1448, 728), id="the picture's own model"),
        pytest.param("", {"model": "LARGE"}, (840, 1256), id="the same shape by another model"),
        pytest.param("", {"model": "large", "size": "512x512"}, (512, 512), id="a size of its own"),
        pytest.param("", {"model": "scripted"}, (416, 624), id="its own model, by name"),
    ],
)
async def test_a_shape_has_the_pixels_of_the_model_that_draws_it(reword, drawn_by, said, size):
    changed = await reword(msgspec.structs.replace(PARAMS, model=drawn_by), **said)

    assert (changed.width, changed.height) == size
    assert changed.model == said.get("model", drawn_by).lower()


@pytest.mark.parametrize("said", [{"aspect": "3:2"}, {"size": "512x512"}])
@pytest.mark.parametrize("bound", [{"outpaint": Outpaint(left=64)}, {"upscale": Upscale()}])
async def test_the_shape_of_a_canvas_that_follows_from_a_picture_is_refused(reword, bound, said):
    params = msgspec.structs.replace(PARAMS, init_image=b"image:1", **bound)

    with pytest.raises(FlagUnfitError) as refused:
        await reword(params, **said)

    assert refused.value.flag in {"ar", "size"}
    assert "--style" in refused.value.known


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"model": "nobody"}, UnknownModelError),
        ({"sampler": "nobody"}, UnknownSamplerError),
        ({"model": "large", "sampler": "Euler a"}, UnknownSamplerError),
    ],
)
async def test_what_no_model_knows_is_refused(reword, said, error):
    with pytest.raises(error):
        await reword(PARAMS, **said)


async def test_a_sampler_that_the_other_model_lacks_is_refused_before_it_draws(reword):
    with pytest.raises(UnknownSamplerError):
        await reword(msgspec.structs.replace(PARAMS, sampler="Euler a"), model="large")


async def test_a_style_goes_around_the_new_words_and_what_was_said_stays(reword):
    changed = await reword(PARAMS, style="Pencil", steps=3)

    assert changed.prompt.startswith("pencil drawing of a plum")
    assert changed.num_inference_steps == 3


def test_a_seed_is_the_one_that_was_said_or_new_and_ends_a_variation():
    varied = msgspec.structs.replace(PARAMS, variation_seed=5, variation_strength=0.2)

    assert reseeded(varied, 11, random.Random(3)) == msgspec.structs.replace(PARAMS, seed=11)
    assert reseeded(varied, None, random.Random(3)).seed not in {7, 11}


@pytest.mark.parametrize(
    ("preset", "draft", "expected"),
    [("", True, "fast"), ("fast", None, "fast"), ("fast", False, ""), ("", None, "")],
)
async def test_a_draft_stays_one_until_it_is_wanted_in_full(reword, preset, draft, expected):
    params = msgspec.structs.replace(PARAMS, preset=preset)

    assert (await reword(params, draft=draft)).preset == expected
