from __future__ import annotations

from engine.bench.clocks import Seconds, Spread, add, now, percentiles, since, spread


def test_lengths_add_up_clock_by_clock():
    assert add([Seconds(1, 2), Seconds(3, 4)]) == Seconds(4, 6)


def test_a_length_is_told_by_either_clock():
    assert Seconds(1, 2).by("wall") == 1
    assert Seconds(1, 2).by("cpu") == 2


def test_time_does_not_run_backwards():
    passed = since(now())

    assert passed.wall >= 0
    assert passed.cpu >= 0


def test_a_spread_is_the_middle_and_the_ends():
    assert spread([3.0, 1.0, 2.0]) == Spread(2.0, 1.0, 3.0)


def test_percentiles_are_values_that_occurred():
    assert percentiles([float(n) for n in range(1, 102)]) == {"p50": 51, "p90": 91, "p99": 100}
    assert percentiles([4.0]) == {"p50": 4, "p90": 4, "p99": 4}
