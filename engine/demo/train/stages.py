"""The stages of training, by the names the command line knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.demo.train.judge import train_judge
from engine.demo.train.safety import train_safety
from engine.demo.train.text import train_text
from engine.demo.train.unet import train_unet
from engine.demo.train.vae import train_vae

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.demo.train.run import Run

STAGES: dict[str, Callable[[Run], None]] = {
    "vae": train_vae,
    "text": train_text,
    "unet": train_unet,
    "safety": train_safety,
    "judge": train_judge,
}
"""Each reads its parts from the run's folder and stores a better one there.

They build on each other in this order, but the judge, which only needs the autoencoder.
"""
