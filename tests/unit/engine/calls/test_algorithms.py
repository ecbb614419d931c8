"""What a GPU may and may not do; the switches are torch's, so a CPU can read them."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.calls.algorithms import pin_algorithms
from engine.engine import Engine
from tests.support.tiny_engines import parts_of, shared_engine, some_params, tiny_folder

MATMUL, CUDNN = torch.backends.cuda.matmul, torch.backends.cudnn


@pytest.fixture(autouse=True)
def _switches_put_back(monkeypatch):
    monkeypatch.delenv("CUBLAS_WORKSPACE_CONFIG", raising=False)
    halves = "allow_fp16_reduced_precision_reduction", "allow_bf16_reduced_precision_reduction"
    before = {name: getattr(MATMUL, name) for name in ("allow_tf32", *halves)}
    cudnn = {name: getattr(CUDNN, name) for name in ("allow_tf32", "benchmark", "deterministic")}
    yield
    for name, value in before.items():
        setattr(MATMUL, name, value)
    for name, value in cudnn.items():
        setattr(CUDNN, name, value)
    torch.backends.cuda.enable_cudnn_sdp(True)


@pytest.mark.parametrize("deterministic", [False, True])
def test_float32_never_goes_through_tf32_and_nothing_is_chosen_by_timing(deterministic):
    MATMUL.allow_tf32 = CUDNN.allow_tf32 = CUDNN.benchmark = True

    pin_algorithms(deterministic=deterministic)

    assert [MATMUL.allow_tf32, CUDNN.allow_tf32, CUDNN.benchmark] == [False] * 3


def test_deterministic_mode_pins_what_could_choose_otherwise(monkeypatch):
    import os

    pin_algorithms(deterministic=True)

    assert CUDNN.deterministic
    assert not MATMUL.allow_fp16_reduced_precision_reduction
    assert not MATMUL.allow_bf16_reduced_precision_reduction
    assert not torch.backends.cuda.cudnn_sdp_enabled()
    assert os.environ["CUBLAS_WORKSPACE_CONFIG"] == ":4096:8"


def test_the_order_of_weights_in_memory_changes_rounding_only():
    engine = Engine.from_pretrained(str(tiny_folder()), memory_format="contiguous")
    weight = parts_of(engine).model.family._network.conv_in.weight
    usual_weight = parts_of(shared_engine()).model.family._network.conv_in.weight
    mine, usual = (e.generate(some_params()) for e in (engine, shared_engine()))
    engine.close()

    assert weight.is_contiguous(memory_format=torch.contiguous_format)
    assert usual_weight.is_contiguous(memory_format=torch.channels_last)
    assert mine.latents.allclose(usual.latents, atol=1e-4)
    assert abs(np.asarray(mine.image, int) - np.asarray(usual.image, int)).max() <= 1
