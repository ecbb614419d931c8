"""Networks of random weights, drawn with by the engine and by diffusers in turns."""

from __future__ import annotations

import torch

from engine.bench import shapes
from engine.bench.equal_pictures import draw_equal, draw_with_diffusers
from engine.bench.subject import adopt


def test_diffusers_draws_in_float16_after_the_engine_did():
    pipeline = shapes.sdxl(torch.device("cpu"), torch.float16, is_tiny=True)
    subject = adopt(pipeline, (), "sdxl", is_screened=False, digest="untrained")

    assert draw_equal(subject, 1, max_batch_rows=2).seconds > 0
    assert draw_with_diffusers(subject) > 0
