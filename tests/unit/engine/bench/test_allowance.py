from __future__ import annotations

import pytest
import torch

from engine.bench.allowance import Allowance, OutOfTimeError
from engine.bench.replay import LostImageError
from engine.protocol import Failed


class Time:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def allowance(time):
    return Allowance(60, time)


def raising(error):
    def run():
        raise error

    return run


def test_a_part_that_fits_is_run(allowance):
    assert allowance.attempt("part", 60, lambda: 7) == 7
    assert allowance.skipped == {}


def test_a_part_that_does_not_fit_is_left_out_and_said(allowance, time):
    time.now += 20

    assert allowance.attempt("part", 41, lambda: 7) is None
    assert allowance.skipped == {"part": "would take 41 s of the 40 s left"}


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        pytest.param(torch.OutOfMemoryError("CUDA out of memory"), "out of memory", id="memory"),
        pytest.param(
            LostImageError(Failed(request_id="1:0", code="not_finite")),
            "the engine ended 1:0 with not_finite",
            id="a lost image",
        ),
        pytest.param(RuntimeError("cuDNN error\nand more"), "cuDNN error", id="a library"),
        pytest.param(OutOfTimeError(), "took longer than foreseen and was stopped", id="time"),
    ],
)
def test_a_part_that_fails_is_said_and_costs_no_other(allowance, error, reason):
    assert allowance.attempt("part", 1, raising(error)) is None
    assert allowance.attempt("next", 1, lambda: 7) == 7
    assert allowance.skipped == {"part": reason}


def test_our_own_mistakes_are_not_hidden(allowance):
    with pytest.raises(KeyError):
        allowance.attempt("part", 1, raising(KeyError("x")))


def test_a_share_ends_sooner_and_says_in_the_same_place_what_it_left_out(allowance, time):
    half = allowance.share(0.5)
    time.now += 31

    assert half.attempt("part", 0, lambda: 7) is None
    assert list(allowance.skipped) == ["part"]
    assert allowance.left == 29
    with pytest.raises(OutOfTimeError):
        half.check()
    allowance.check()
