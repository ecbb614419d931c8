from __future__ import annotations

import pytest
import torch

from bot.cli.failure import EX_UNAVAILABLE, exit_code_of, lines_of
from engine.bench.device import NoDeviceError, require_device


def test_a_missing_gpu_is_said_with_its_exit_code_and_the_way_out():
    if torch.cuda.is_available():
        pytest.skip("there is one here")

    with pytest.raises(NoDeviceError) as caught:
        require_device("cuda")

    assert exit_code_of(caught.value) == EX_UNAVAILABLE
    assert lines_of(caught.value)[0] == "there is no CUDA device"
    assert "--tiny" in lines_of(caught.value)[1]


def test_a_cpu_needs_no_gpu():
    require_device("cpu")
