"""What networks of real size take of a GPU's memory; random weights, nothing fetched."""

from __future__ import annotations

import pytest
import torch

from engine.bench.shapes import sd15
from engine.config import SafetySection
from engine.engine import Engine
from engine.params import GenerationParams
from engine.vae import Autoencoder

pytestmark = [pytest.mark.gpu, pytest.mark.timeout(600)]

GIB = 2**30


def test_one_512_picture_of_sd15_takes_less_than_4_gib(cuda):
    pipeline = sd15(cuda, torch.float16, is_tiny=False)
    engine = Engine.from_pipeline(pipeline, safety=SafetySection(enabled=False), max_batch_rows=2)
    engine.generate(GenerationParams(prompt="a lighthouse", num_inference_steps=4))
    engine.close()

    assert torch.cuda.max_memory_allocated(cuda) <= 4 * GIB


@torch.inference_mode()
def test_a_1024_picture_decodes_in_tiles_within_10_gib(cuda):
    pipeline = sd15(cuda, torch.float16, is_tiny=False)
    vae = Autoencoder(pipeline.vae, cuda, tiled_pixels=1024 * 1024)
    (picture,) = vae.decode(0.1 * torch.randn(1, 4, 128, 128))

    assert picture.shape == (1024, 1024, 3)
    assert torch.cuda.max_memory_allocated(cuda) <= 10 * GIB
