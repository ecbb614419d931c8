"""The whole courses, on networks of a few thousand weights and requests of a few steps."""

from __future__ import annotations

import dataclasses
from contextlib import closing
from typing import TYPE_CHECKING

import msgspec
import pytest
import torch

from engine.bench import ladder
from engine.bench.allowance import Allowance
from engine.bench.clocks import Seconds
from engine.bench.contest import Round, play_round, ratios_of, services_of
from engine.bench.course import Course, run_course
from engine.bench.gpu import measure_gpu
from engine.bench.network import watching
from engine.bench.replay import Replay
from engine.bench.table import engine_table, gpu_table
from engine.bench.workload import Job

if TYPE_CHECKING:
    from engine.bench.subject import Subject

TRACE = """timestamp,prompt,seed,num_inference_steps,guidance_scale,width,height,num_images
0,a cat,1,3,7.0,512,512,2
1,a dog,2,4,7.0,512,704,1
2,a cow,3,2,5.0,512,512,3
"""
QUICK_TRACE = """timestamp,prompt,seed,num_inference_steps,guidance_scale,width,height,num_images
0,a cat,1,2,7.0,512,512,1
1,a dog,2,1,7.0,512,704,2
"""


@pytest.fixture
def course(tmp_path):
    path = tmp_path / "trace.csv"
    path.write_text(TRACE)
    return Course(requests=2, rounds=1, trace=path, max_seconds=1000)


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


def a_round(*, ours, alone, static, floor):
    engine = Replay(Seconds(ours, ours), ((4, 4, 8, 8), (2, 4, 8, 8)))
    lengths = tuple(Seconds(length, length) for length in alone)
    lone = Seconds(4.0, 4.0)
    return Round(engine, lengths, Seconds(static, static), 3, Seconds(floor, floor), lone)


@pytest.mark.parametrize(("is_first", "rows"), [(True, [4, 2]), (False, [2, 4])])
def test_engine_and_diffusers_take_turns_in_being_first(subject, is_first, rows):
    jobs = [a_job(seed=seed, num_inference_steps=1) for seed in (1, 2)]  # the engine's in one call

    with closing(subject.make_engine()) as engine, watching(subject.pipeline.unet, "wall") as watch:
        play_round(subject, engine, jobs, is_first=is_first)

    seen = [call[0] for call in watch.calls]
    assert sorted({2, 4}, key=seen.index) == rows


def test_ratios_say_how_many_times_as_fast_the_engine_is():
    jobs = [a_job(), a_job(num_images=3)]

    ratios = ratios_of(jobs, [a_round(ours=2.0, alone=(3.0, 5.0), static=6.0, floor=0.5)], "cpu")

    assert ratios.images_per_s.median == 4 / 2
    assert ratios.sequential.median == 8 / 2
    assert ratios.static.median == 6 / 2
    assert ratios.rows_per_s.median == 6 / 2
    assert ratios.floor.median == (6 / 2) / (3 / 0.5)
    assert ratios.bare_gain.median == 4.0 / (6 / (3 / 0.5))


def test_a_job_s_service_is_the_median_of_its_rounds():
    rounds = [
        a_round(ours=1.0, alone=(first, 2.0), static=1.0, floor=1.0) for first in (9.0, 1.0, 4.0)
    ]

    assert services_of(rounds, "wall") == [4.0, 2.0]


@pytest.mark.slow
def test_the_engine_course_measures_all_that_it_promises(subject, course):
    report = run_course(subject, course, lambda text: None)

    assert set(report.mixes) == {"single", "grid"}
    assert report.mixes["single"].images == 2
    assert report.mixes["grid"].images > 2
    assert all(mix.ratio_sequential > 0 for mix in report.mixes.values())
    assert all(mix.ratio_floor > 0 for mix in report.mixes.values())
    assert 0 < report.overhead_per_tick < 1
    assert report.join_ticks <= 2
    assert report.joined_first
    assert list(report.bare_rows_per_s) == [1, 2, 4, 8, 16, 32]
    assert report.trace == "recorded"
    assert msgspec.json.decode(msgspec.json.encode(report))["requests"] == {"single": 2, "grid": 2}
    assert "over diffusers in turn" in engine_table(report)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_gpu_course_runs_whole_without_a_gpu(course):
    course.trace.write_text(QUICK_TRACE)

    report = measure_gpu("cpu", course, lambda text: None, is_tiny=True)

    assert report.skipped == {}
    assert set(report.networks) == {"sd15", "sdxl"}
    for network in report.networks.values():
        assert list(network.rows_per_s) == [1, 2, 4, 16]
        assert network.row_gflop > 0
        assert network.network_tflop_per_s > 0
        assert not network.refused
        assert network.rounds == {"single": 1, "grid": 1}
        assert network.mixes["grid"].images > 2
        assert 0 < network.overhead_per_tick < 1
        assert network.join_ticks <= 2
        assert network.one_image_seconds > 0
        assert network.diffusers_seconds > 0
        assert network.end_to_end_images == 4
        assert network.fast_images_per_s > 0
    assert msgspec.json.decode(msgspec.json.encode(report))["networks"]["sd15"]["peak_gib"]
    assert "TFLOP/s" in gpu_table(report)


def test_what_no_longer_fits_into_the_time_is_said(course):
    course = dataclasses.replace(course, max_seconds=0)

    report = measure_gpu("cpu", course, lambda text: None, is_tiny=True)

    assert report.networks == {}
    assert set(report.skipped) == {"sd15", "sdxl"}
    assert "without sdxl: would take" in gpu_table(report)


def test_rows_that_do_not_fit_into_memory_are_said_and_cost_no_figure(subject, monkeypatch):
    def limited(subject, shape):
        if shape[0] > 4:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return original(subject, shape)

    original = ladder.time_call
    monkeypatch.setattr(ladder, "time_call", limited)
    allowance = Allowance(1000)

    times = ladder.climb(subject, (1, 4, 8, 16), allowance)

    assert list(times) == [1, 4]
    assert allowance.skipped == {"tiny: 8 rows": "out of memory"}


def test_a_model_of_another_scheduler_gets_its_own_back_for_each_engine(subject: Subject):
    own = subject.scheduler
    subject.pipeline.scheduler = None

    subject.make_engine().close()

    assert subject.pipeline.scheduler is own
