"""How many jobs take part, for the time that there is."""

from __future__ import annotations

import pytest

from engine.bench.plan import Estimate, plan_contest, plan_contests
from engine.bench.workload import Job

ESTIMATE = Estimate(small=110.0, full=110.0, native=64 * 64, num_rounds=3)
"""50 steps of 2 rows take a second alone, with all that is besides the network."""


def jobs(count):
    return [
        Job(
            prompt="a red apple",
            seed=7,
            num_inference_steps=50,
            guidance_scale=7.0,
            width=64,
            height=64,
            num_images=1,
            sampler="Euler",
        )
    ] * count


def test_a_job_takes_a_second_a_round_for_each_of_two_contenders():
    assert ESTIMATE.rounds(jobs(4)) == pytest.approx(3 * 2 * 4)
    assert ESTIMATE.visits(jobs(4), 6) == pytest.approx(4 + 2 + 6 * 4)


def test_with_enough_time_everybody_takes_part_in_the_rounds():
    plan = plan_contest(jobs(8), ESTIMATE, 83.1)  # 48 for the rounds, 8 + 3 + 24 for who comes

    assert (len(plan.jobs), plan.num_in_rounds, plan.visits) == (8, 8, 3)


def test_with_less_time_everybody_comes_and_fewer_are_drawn_in_rounds():
    plan = plan_contest(jobs(8), ESTIMATE, 35.0 + 20.0)

    assert (len(plan.jobs), plan.num_in_rounds, plan.visits) == (8, 3, 3)


def test_with_little_time_fewer_people_come_but_as_often_in_all():
    plan = plan_contest(jobs(8), ESTIMATE, 4 + 2 + 24 + 13.0)

    assert (len(plan.jobs), plan.num_in_rounds, plan.visits) == (4, 2, 6)


def test_two_jobs_are_drawn_however_short_the_time():
    plan = plan_contest(jobs(8), ESTIMATE, 0.1)

    assert (len(plan.jobs), plan.num_in_rounds, plan.visits) == (2, 2, 12)


def test_mixes_share_the_time_by_what_they_would_take():
    plans = plan_contests({"single": jobs(24), "grid": jobs(8)}, ESTIMATE, 100.0)

    assert sum(plan.seconds for plan in plans.values()) == pytest.approx(100.0)
    assert plans["single"].seconds > plans["grid"].seconds
