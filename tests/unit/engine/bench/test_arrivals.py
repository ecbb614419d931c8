from __future__ import annotations

import pytest

from engine.bench.arrivals import (
    NUM_ARRIVALS,
    come_in_time,
    poisson_arrivals,
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
