from __future__ import annotations

import pytest

from engine.bench.foresight import Pace, foresee_contest
from engine.bench.workload import Job, Sizing

SIZING = Sizing(64, 8, 4 * 64 * 64)
PACE = Pace(small=100.0, full=400.0)  # a guided picture of 50 steps in a second by itself


def jobs_of(count, num_images=1):
    job = Job("a red apple", 7, 50, 7.0, 64, 64, num_images, "Euler")
    return [job] * count


def foresee(jobs, seconds, rounds=3):
    return foresee_contest(jobs, SIZING, PACE, num_rounds=rounds, seconds=seconds)


def test_all_jobs_are_drawn_where_there_is_time():
    foreseen = foresee(jobs_of(24), seconds=300)

    assert (foreseen.plan.num_in_rounds, foreseen.num_rounds) == (24, 3)
    assert foreseen.seconds == pytest.approx(1.1 * (24 * (3 * 1.25 + 1.25) + 8))


def test_fewer_jobs_are_drawn_where_time_is_short():
    foreseen = foresee(jobs_of(24), seconds=60)

    assert foreseen.plan.num_in_rounds < 24
    assert foreseen.num_rounds == 3
    assert foreseen.seconds <= 60


def test_where_hardly_any_fits_the_contenders_take_one_turn():
    foreseen = foresee(jobs_of(24), seconds=7)

    assert (foreseen.plan.num_in_rounds, foreseen.num_rounds) == (2, 1)
    assert foreseen.seconds <= 7


def test_what_cannot_fit_says_how_long_the_least_would_take():
    assert foresee(jobs_of(24), seconds=1).seconds == pytest.approx(1.1 * (2 * 2.5 + 1))


def test_many_pictures_of_a_job_go_at_the_pace_of_full_calls():
    foreseen = foresee(jobs_of(8, num_images=4), seconds=1e9)

    assert foreseen.seconds == pytest.approx(1.1 * (8 * (3 * 2 + 2) + 3))
