"""What buttons order is read from the record, and only where the button belongs."""

from __future__ import annotations

import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ImageUnknownError, JobUnknownError
from bot.ordering.asked import Asked
from bot.ordering.orders import RerollOrder, VariationOrder, image_params, params_of
from bot.ordering.picture_orders import RemixOrder
from db.images import record_image
from engine.errors import PromptTooComplexError
from engine.params import MAX_SEED, GenerationParams
from tests.support.jobs import ONE_FORM_TOO_COMPLEX, an_image
from tests.support.scripted_engine import A_MODEL

GUILD = 1
PARAMS = GenerationParams(
    prompt="a red apple", negative_prompt="a worm", width=64, height=96, seed=7, sampler="Euler"
)


async def plan(bench, order, guild_id=GUILD):
    async with bench.database.begin() as session:
        return await order.plan(session, guild_id=guild_id, rng=random.Random(3))


async def with_images(bench, *are_clean, **changes):
    job = await bench.jobs.rendered(num_images=len(are_clean), params=PARAMS, **changes)
    async with bench.database.begin() as session:
        for index, is_clean in enumerate(are_clean):
            image = an_image(job.id, index=index, is_clean=is_clean)
            await record_image(session, image, now=bench.clock.now())
    return job


async def test_reroll_changes_the_seed_and_nothing_else(bench):
    job = await with_images(bench, True, True)

    new = await plan(bench, RerollOrder(job.id))

    assert new.kind == "reroll"
    assert new.num_images == 2
    assert new.params.seed != 7
    assert msgspec.structs.replace(new.params, seed=7) == PARAMS


async def test_variation_keeps_the_seed_of_its_image_and_mixes_in_a_little_noise(bench):
    job = await with_images(bench, True, True)

    new = await plan(bench, VariationOrder(job.id, 1))

    assert new.params.seed == 8
    assert new.params.variation_seed is not None
    assert 0 < new.params.variation_strength < 0.3
    assert new.parent_image_id is not None


async def test_reroll_of_a_variation_stays_close_to_the_same_picture(bench):
    varied = msgspec.structs.replace(PARAMS, variation_seed=5, variation_strength=0.15)
    job = await bench.jobs.rendered(params=varied)

    new = await plan(bench, RerollOrder(job.id))

    assert new.params.seed == 7
    assert new.params.variation_seed != 5
    assert new.params.variation_strength == 0.15


@pytest.mark.parametrize("order", [RerollOrder, lambda job_id: VariationOrder(job_id, 0)])
async def test_a_button_of_another_guild_or_of_no_job_is_unknown(bench, order):
    job = await with_images(bench, True)

    for job_id, guild_id in [(job.id, 2), (job.id, None), (job.id + 1, GUILD)]:
        with pytest.raises(JobUnknownError):
            await plan(bench, order(job_id), guild_id)


@pytest.mark.parametrize("index", [None, 0])
async def test_a_remix_of_which_one_form_cannot_be_drawn_is_refused(bench, index):
    job = await with_images(bench, True)
    asked = Asked(prompt=ONE_FORM_TOO_COMPLEX)

    with pytest.raises(PromptTooComplexError):
        await plan(bench, RemixOrder(job.id, index, job.user_id, asked, (A_MODEL,)))


async def test_a_withheld_or_missing_image_cannot_be_varied(bench):
    job = await with_images(bench, True, False)

    for index in (1, 2):
        with pytest.raises(ImageUnknownError):
            await plan(bench, VariationOrder(job.id, index))


@given(st.integers(0, MAX_SEED), st.integers(0, 8))
def test_the_images_of_a_job_have_different_seeds_in_range(seed, index):
    params = GenerationParams(prompt="x", seed=seed)

    image_params(params, index).check()
    seeds = {image_params(params, one).seed for one in range(9)}
    assert len(seeds) == 9


def test_the_images_of_a_variation_share_the_seed():
    params = GenerationParams(prompt="x", seed=7, variation_seed=MAX_SEED, variation_strength=0.15)

    second = image_params(params, 1)

    assert (second.seed, second.variation_seed) == (7, 0)


async def test_parameters_survive_the_database(bench):
    job = await bench.jobs.queued(params=PARAMS)

    assert params_of(await bench.jobs.read(job)) == PARAMS
