"""How many operations a network takes, counted and not estimated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch.utils.flop_counter import FlopCounterMode

from engine.bench.network import inputs

if TYPE_CHECKING:
    from engine.bench.subject import Subject

GIGA = 1e9


def row_gflop(subject: Subject) -> float:
    """Count one row of the network at its native size; a multiplication with addition is two.

    Nothing is computed: the count is of an empty copy. SD 1.5 has 803, SDXL 6761 (ENGINE.md).
    """
    network = _empty(subject.pipeline.unet)
    length = subject.pipeline.tokenizer.model_max_length
    arguments = inputs(network, (1, *subject.latent_shape), length, torch.device("meta"))
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        network(**arguments)
    return float(counter.get_total_flops()) / GIGA


def decode_gflop(subject: Subject) -> float:
    """Count the decoding of one picture of the native size."""
    vae = _empty(subject.pipeline.vae)
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        vae.decode(torch.empty(1, *subject.latent_shape, device="meta"))
    return float(counter.get_total_flops()) / GIGA


def _empty(network: Any) -> Any:
    with torch.device("meta"):
        return type(network).from_config(network.config).eval()
