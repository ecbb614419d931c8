"""Deterministic mode tries each shape once, within a share of the time, and says what it found."""

from __future__ import annotations

import pytest
import torch

from engine.calls import self_test
from engine.calls.network_call import NetworkCall
from engine.calls.self_test import SelfTest, rows_are_independent
from engine.engine import Engine
from engine.metrics import Counters
from tests.support.tiny_engines import some_params, tiny_folder


class Network:
    """Denoises each row by itself, in a given time; ``leak`` lets the company in."""

    def __init__(self, seconds=1.0, leak=0.0):
        self.now = 0.0
        self.calls = []
        self._seconds = seconds
        self._leak = leak

    def clock(self):
        return self.now

    def denoise(self, latents, timesteps, conditioning):
        self.now += self._seconds
        self.calls.append(tuple(latents.shape))
        told = conditioning["told"].flatten(1).mean(1) + timesteps
        return latents * told.view(-1, 1, 1, 1) + self._leak * latents.mean()


def a_call(rows=4, side=8):
    latents = torch.zeros(rows, 4, side, side)
    told = torch.randn(rows, 5, 3, generator=torch.Generator().manual_seed(1))
    return NetworkCall(latents, torch.zeros(rows), {"told": told})


@pytest.fixture
def counters():
    return Counters()


def trying(network, counters):
    return SelfTest(network, counters, network.clock)


def test_rows_that_depend_on_nothing_but_themselves_pass():
    assert rows_are_independent(Network().denoise, a_call())


def test_rows_that_depend_on_their_company_are_found():
    assert not rows_are_independent(Network(leak=1e-3).denoise, a_call())


def test_rows_that_depend_on_their_place_are_found():
    def denoise(latents, timesteps, conditioning):
        return latents * torch.arange(len(latents)).view(-1, 1, 1, 1)

    assert not rows_are_independent(denoise, a_call())


def test_not_a_number_is_equal_to_itself():
    assert rows_are_independent(lambda latents, *_: latents * float("nan"), a_call())


def test_each_shape_is_tried_once(counters):
    network = Network(seconds=0.0)
    trial = trying(network, counters)

    for side in (8, 16, 8, 16, 8):
        trial.see(a_call(side=side))

    assert [shape[2] for shape in network.calls] == [8] * 3 + [16] * 3
    assert counters.snapshot()["engine_self_tests_total"] == 2
    assert counters.snapshot()["engine_rows_independent"] == 1


def test_many_new_shapes_at_once_take_a_tenth_of_the_time(counters):
    network = Network(seconds=1.0)
    trial = trying(network, counters)
    sides = range(8, 88, 8)

    for side in sides:
        trial.see(a_call(side=side))
    assert len(network.calls) == 3
    assert counters.snapshot()["engine_untried_shapes"] == 9

    network.now += 27.0
    trial.see(a_call(side=16))
    assert len(network.calls) == 6
    assert counters.snapshot()["engine_untried_shapes"] == 8


def test_one_shape_that_fails_is_counted_and_not_forgotten(counters):
    trying(Network(leak=1.0), counters).passes(a_call())
    trying(Network(), counters).passes(a_call())

    numbers = counters.snapshot()
    assert numbers["engine_self_tests_failed_total"] == 1
    assert numbers["engine_rows_independent"] == 0


def test_deterministic_mode_tries_a_size_when_it_is_first_drawn(monkeypatch):
    monkeypatch.setattr(self_test, "SHARE", 1.0)
    engine = Engine.from_pretrained(str(tiny_folder()), deterministic=True, max_batch_rows=4)
    at_start = engine.counters()["engine_self_tests_total"]

    engine.generate(some_params())
    native = engine.counters()["engine_self_tests_total"]
    engine.generate_all([some_params(width=48), some_params(width=48, preset="fast")])
    engine.close()

    assert (at_start, native) == (1, 1)
    assert engine.counters()["engine_self_tests_total"] == 2
    assert engine.counters()["engine_rows_independent"] == 1
