"""People who come one by one, drawn by the real engine on a tiny network, at a clock of ours."""

from __future__ import annotations

from contextlib import closing

import pytest

from engine.bench.clocks import READ
from engine.bench.replay import replay_arrivals
from engine.bench.visit import Drift
from engine.bench.workload import Job

SECONDS_BESIDE = 1000.0


class HandClock:
    """Stands still until it is moved."""

    def __init__(self):
        self.seconds = 5.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock(monkeypatch):
    clock = HandClock()
    monkeypatch.setitem(READ, "wall", clock)
    return clock


def a_job(seed):
    return Job("a red apple", seed, 1, 7.0, 64, 64, 1, "Euler")


def arrive(subject, arrivals, meanwhile):
    jobs = [a_job(seed) for seed in range(len(arrivals))]
    with closing(subject.make_engine()) as engine:
        return replay_arrivals(engine, jobs, "wall", arrivals, meanwhile)


def test_what_is_done_while_nobody_waits_is_not_counted_as_waiting(subject, clock):
    shares = []

    def meanwhile(share):
        shares.append(share)
        clock.seconds += SECONDS_BESIDE

    waits = arrive(subject, [0.0, 40.0, 40.0, 100.0], meanwhile)

    assert waits == (0.0, 0.0, 0.0, 0.0)
    assert shares == [0.0, 0.25, 0.75]


def test_who_comes_while_others_are_drawn_waits_from_then_on(subject, clock, monkeypatch):
    with closing(subject.make_engine()) as engine:
        tick = engine.tick

        def slow_tick():
            clock.seconds += 8.0
            return tick()

        monkeypatch.setattr(engine, "tick", slow_tick)
        first, second = replay_arrivals(
            engine, [a_job(1), a_job(2)], "wall", [0.0, 3.0], lambda _share: None
        )

    assert first % 8.0 == 0.0  # images come at the end of ticks
    assert second % 8.0 == 8.0 - 3.0


@pytest.fixture
def drift(subject):
    jobs = [a_job(seed) for seed in range(9)]  # of which three are drawn again
    return Drift(subject, jobs, [1e9] * 9, "wall")


def test_jobs_are_drawn_again_evenly_over_the_arrivals(drift):
    drawn = []
    for share in (0.0, 0.1, 0.2, 0.3, 0.6, 0.65, 1.0):
        drift.sample(share)
        drawn.append(drift.num_drawn)

    assert drawn == [0, 0, 1, 1, 2, 2, 3]


def test_a_machine_that_became_faster_is_measured_as_such(drift):
    drift.sample(0.5)

    change = drift.measure()

    assert drift.num_drawn == 3
    assert 0 < change < 1e-3
