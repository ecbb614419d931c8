from __future__ import annotations

import pytest

from engine.bench.trace import invent_trace
from engine.bench.workload import (
    MAX_STATIC_IMAGES,
    Job,
    Sizing,
    batches_of,
    draw_jobs,
    scaled,
    smallest_third,
)

DEMO = Sizing(native_side=64, grid=8, max_pixels=16384)


def a_job(**changes):
    values = {
        "prompt": "a red apple",
        "seed": 7,
        "num_inference_steps": 50,
        "guidance_scale": 7.0,
        "width": 64,
        "height": 64,
        "num_images": 1,
        "sampler": "Euler",
    }
    return Job(**{**values, **changes})


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        pytest.param((512, 512), (64, 64), id="native"),
        pytest.param((704, 512), (88, 64), id="wide"),
        pytest.param((512, 1536), (64, 192), id="a tower"),
        pytest.param((64, 64), (8, 8), id="no smaller than the grid"),
    ],
)
def test_a_size_keeps_its_shape_on_the_model_s_grid(recorded, expected):
    assert scaled(*recorded, DEMO) == expected


def test_a_size_too_large_for_the_model_shrinks_until_it_fits():
    width, height = scaled(2048, 1024, DEMO)

    assert width * height <= DEMO.max_pixels
    assert width > height


def test_single_jobs_are_one_image_each_and_grids_keep_their_counts():
    rows = invent_trace(50, 0)

    single = draw_jobs(rows, "single", count=10, seed=1, sizing=DEMO)
    grid = draw_jobs(rows, "grid", count=10, seed=1, sizing=DEMO)

    assert {job.num_images for job in single} == {1}
    assert max(job.num_images for job in grid) > 1
    assert [job.seed for job in single] == [job.seed for job in grid]


def test_a_draw_is_the_same_for_the_same_seed():
    rows = invent_trace(50, 0)

    once = draw_jobs(rows, "grid", count=5, seed=1, sizing=DEMO)

    assert once == draw_jobs(rows, "grid", count=5, seed=1, sizing=DEMO)
    assert once != draw_jobs(rows, "grid", count=5, seed=2, sizing=DEMO)


def test_given_prompts_take_the_place_of_the_recorded_ones():
    jobs = draw_jobs(
        invent_trace(9, 0), "single", count=3, seed=0, sizing=DEMO, prompts=("one", "two")
    )

    assert [job.prompt for job in jobs] == ["one", "two", "one"]


def test_an_image_s_seed_counts_up_from_the_job_s():
    params = a_job(seed=5, num_images=3).params()

    assert [image.seed for image in params] == [5, 6, 7]


def test_guidance_of_one_costs_one_row_an_image():
    assert a_job(num_images=3).num_rows == 6
    assert a_job(num_images=3, guidance_scale=1.0).num_rows == 3


def test_the_smallest_third_costs_least():
    jobs = [a_job(num_inference_steps=steps) for steps in (150, 20, 50, 30, 100, 60)]

    assert smallest_third(jobs) == [1, 3]
    assert smallest_third(jobs[:1]) == [0]


def test_equal_jobs_share_a_batch_and_others_do_not():
    jobs = [a_job(), a_job(sampler="DDIM"), a_job(seed=9), a_job(width=128)]

    assert batches_of(jobs) == [[0, 2], [1], [3]]


def test_a_static_batch_has_a_largest_size():
    batches = batches_of([a_job(num_images=9) for _ in range(3)])

    assert batches == [[0], [1], [2]]
    assert MAX_STATIC_IMAGES == 16
