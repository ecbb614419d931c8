"""Memory that runs out: told from other errors, and let go before anything is tried again."""

from __future__ import annotations

import weakref

import pytest
import torch

from engine.memory import is_out_of_memory, let_go
from engine.protocol import Finished
from tests.support.tiny_engines import fresh_engine, parts_of, run_dry, some_params

EXHAUSTED = "DefaultCPUAllocator: can't allocate memory"


@pytest.mark.parametrize(
    ("error", "is_exhausted"),
    [
        (torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20 GiB."), True),
        (RuntimeError(EXHAUSTED), True),
        (RuntimeError("CUDA error: out of memory\nCUDA kernel errors might be ..."), True),
        (RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate`"), True),
        (RuntimeError("cuDNN error: CUDNN_STATUS_ALLOC_FAILED"), True),
        (RuntimeError("CUDA error: an illegal memory access was encountered"), False),
        (ValueError("memory"), False),
    ],
)
def test_exhausted_memory_is_told_from_other_errors(error, is_exhausted):
    assert is_out_of_memory(error) is is_exhausted


def test_an_error_that_was_let_go_holds_nothing_and_still_tells_where():
    made = []

    def fail():
        large = torch.zeros(8)
        made.append(weakref.ref(large))
        raise RuntimeError("inner")

    def wrap():
        try:
            fail()
        except RuntimeError as inner:
            raise ValueError("outer") from inner

    with pytest.raises(ValueError, match="outer") as caught:
        wrap()
    assert made[0]() is not None

    let_go(caught.value)

    assert made[0]() is None
    assert [entry.name for entry in caught.traceback[1:]] == ["wrap"]


def test_what_a_failed_call_made_is_gone_when_its_half_is_tried():
    engine = fresh_engine(max_batch_rows=16)
    family = parts_of(engine).model.family
    plain, made, left = family.denoise, [], []

    def greedy(latents, timesteps, conditioning):
        left.append(sum(ref() is not None for ref in made))
        features = torch.zeros(len(latents), 8)
        made.append(weakref.ref(features))
        if len(latents) > 4:
            raise RuntimeError(EXHAUSTED)
        return plain(latents, timesteps, conditioning)

    family.denoise = greedy
    for seed in range(8):
        engine.submit(some_params(seed=seed))
    events = run_dry(engine)
    engine.close()

    assert sum(isinstance(event, Finished) for event in events) == 8
    assert len(left) > 8
    assert not any(left)
