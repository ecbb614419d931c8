"""These tests need a CUDA device: ``pytest -m gpu tests/gpu``."""

from __future__ import annotations

import pytest
import torch


@pytest.fixture
def cuda():
    """The CUDA device, its memory statistics reset."""
    if not torch.cuda.is_available():
        pytest.skip("there is no CUDA device")
    torch.cuda.empty_cache()
    torch.cuda.reset_peak_memory_stats()
    return torch.device("cuda")
