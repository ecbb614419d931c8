from __future__ import annotations

import random
import statistics

import pytest

from engine.bench.arrivals import (
    NUM_ARRIVALS,
    come_in_time,
    poisson_arrivals,
    rate_for,
    steady_wait,
    typical_arrivals,
    visiting_order,
    visits_for,
    waits_in_turn,
)


def test_who_comes_to_an_idle_server_waits_for_the_service_alone():
    assert waits_in_turn([0.0, 10.0], [2.0, 3.0]) == [2.0, 3.0]


def test_who_comes_meanwhile_waits_for_those_before():
    assert waits_in_turn([0.0, 1.0, 1.0], [2.0, 3.0, 1.0]) == [2.0, 4.0, 5.0]


def test_arrivals_begin_at_zero_and_never_go_back():
    arrivals = poisson_arrivals(50, 2.0, seed=0)

    assert arrivals[0] == 0.0
    assert arrivals == sorted(arrivals)
    assert len(arrivals) == 50


def test_arrivals_come_at_the_asked_rate():
    arrivals = poisson_arrivals(4000, 2.0, seed=0)

    assert arrivals[-1] == pytest.approx(4000 / 2.0, rel=0.1)


def test_arrivals_are_the_same_for_the_same_seed():
    assert poisson_arrivals(9, 1.0, seed=1) == poisson_arrivals(9, 1.0, seed=1)


def test_few_jobs_come_several_times_each_equally_often():
    order = visiting_order(8, visits_for(8), seed=0)

    assert len(order) >= NUM_ARRIVALS
    assert order[:8] == list(range(8))
    assert all(order.count(place) == len(order) // 8 for place in range(8))


def test_as_many_jobs_as_arrivals_come_once():
    assert visiting_order(NUM_ARRIVALS, visits_for(NUM_ARRIVALS), seed=0) == list(range(24))


def test_whoever_cannot_be_served_in_time_stays_away():
    order = [0, 1, 1, 0, 0, 1]

    assert come_in_time(order, [2.0, 1.0], 6.5) == [0, 1, 1, 0]
    assert come_in_time(order, [2.0, 1.0], 100.0) == order


def test_everybody_comes_once_however_short_the_time():
    assert come_in_time([0, 1, 1, 0], [2.0, 1.0], 0.0) == [0, 1]


def test_people_wait_in_the_mean_as_the_formula_says():
    rng = random.Random(0)
    services = [rng.choice([1.0, 2.0, 9.0]) for _ in range(100_000)]
    rate = rate_for(services)

    waits = waits_in_turn(poisson_arrivals(len(services), rate, seed=0), services)

    assert rate * statistics.fmean(services) == pytest.approx(0.8)
    assert statistics.fmean(waits) == pytest.approx(steady_wait(services, rate), rel=0.05)


@pytest.mark.parametrize("seed", range(5))
def test_two_dozen_people_wait_in_turn_as_long_as_many_would(seed):
    services = [4.0, 5.0, 11.0, 8.0, 5.0, 14.0, 5.0, 8.0] * 3

    arrivals = typical_arrivals(services, seed)

    usual = steady_wait(services, rate_for(services))
    assert statistics.fmean(waits_in_turn(arrivals, services)) == pytest.approx(usual, rel=0.05)
    assert arrivals == typical_arrivals(services, seed)
    assert arrivals != typical_arrivals(services, seed + 1)
