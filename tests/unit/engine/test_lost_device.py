"""A device that answers no more ends the engine, and nobody's request with it."""

from __future__ import annotations

import pytest
import torch

from engine.__main__ import failures_of
from engine.border.start_failure import EXIT_BROKEN
from engine.errors import DeviceLostError
from engine.lost_device import ask_devices
from engine.protocol import Accepted
from tests.support.far_device import FAR, FarDevice, far_engine
from tests.support.tiny_engines import run_dry, some_params, tiny_folder

SILENT = FAR  # has no numbers to answer with


def test_devices_that_answer_are_left_alone():
    ask_devices({torch.device("cpu")})
    with FarDevice():
        ask_devices({torch.device("cpu"), FAR})


def test_a_device_that_does_not_answer_is_named():
    with pytest.raises(DeviceLostError, match="meta no longer answers"):
        ask_devices({torch.device("cpu"), SILENT})


def test_who_is_drawn_while_the_device_is_lost_is_not_told_an_end():
    with FarDevice():
        engine = far_engine(tiny_folder())
        engine.submit(some_params(), request_id="1")
        assert Accepted(request_id="1") in engine.tick()

    with pytest.raises(DeviceLostError):
        run_dry(engine)


def test_the_process_ends_so_that_it_is_started_again():
    (failure,) = failures_of(DeviceLostError(device="cuda:0"))

    assert failure.exit_code == EXIT_BROKEN
    assert failure.line().startswith("engine [device_lost] the device cuda:0 no longer answers")
