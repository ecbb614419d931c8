"""Each stage once, for a few steps, on a model of the large one's form."""

import math
from dataclasses import replace

import pytest
import torch

from engine.demo.judge import Judge
from engine.demo.screen import Screen
from engine.demo.train.checkpoint import read_checkpoint
from engine.demo.train.loop import Budget
from engine.demo.train.run import Run
from engine.demo.train.sizes import SIZES
from engine.demo.train.stages import STAGES

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.filterwarnings("ignore:__array_wrap__:DeprecationWarning"),  # diffusers' DEIS
]

TINY = replace(
    SIZES["large"],
    concepts=("cat", "volcano"),
    vae_channels=8,
    text_width=32,
    text_layers=1,
    unet_channels=(16, 32, 32),
    batch=4,
)


@pytest.fixture(scope="module")
def folder(font, tmp_path_factory):
    return tmp_path_factory.mktemp("run")


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_leaves_its_part_and_a_checkpoint(folder, stage):
    run = Run(
        folder,
        TINY,
        torch.device("cpu"),
        Budget(60, math.inf, max_steps=2),
        is_fresh=True,
        scale=0.0001,
    )

    STAGES[stage](run)

    assert (folder / f"checkpoints/{stage}.safetensors").is_file()
    if stage == "unet":
        assert (folder / "sheet.png").is_file()
    if stage == "safety":
        assert Screen(run.pipeline).flags(torch.zeros(2, 3, 128, 128)) in ([False] * 2, [True] * 2)
        assert (run.pipeline / "SHA256SUMS").is_file()
    if stage == "judge":
        assert Judge.read(folder / "judge.safetensors").concepts == TINY.concepts


def test_a_resumed_stage_counts_on(folder):
    run = Run(
        folder,
        TINY,
        torch.device("cpu"),
        Budget(60, math.inf, max_steps=3),
        is_resumed=True,
        is_fresh=True,
        scale=0.0001,
    )

    STAGES["unet"](run)

    assert read_checkpoint(folder / "checkpoints/unet.safetensors")[1].num_steps == 3
