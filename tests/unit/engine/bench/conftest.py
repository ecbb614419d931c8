"""What benchmarks measure, as small as it can be."""

from __future__ import annotations

import pytest
import torch

from engine.bench.shapes import sd15
from engine.bench.subject import adopt


@pytest.fixture(scope="module")
def subject():
    pipeline = sd15(torch.device("cpu"), torch.float32, is_tiny=True)
    return adopt(pipeline, ("a red apple",), "tiny", is_screened=False)
