"""Algorithms: which of a GPU's ways to compute the same thing may be taken."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

import torch

if TYPE_CHECKING:
    from engine.config import EngineSection

_WITH_CHANNELS_LAST: Final = {"cpu", "cuda"}  # whose convolutions are faster so
_WORKSPACE: Final = ":4096:8"  # cuBLAS's own condition for equal bits from run to run


def pin_algorithms(*, deterministic: bool) -> None:
    """Keep float32 whole and, in deterministic mode, every choice the same; for the process.

    Nothing in float32 goes through TF32, which keeps ten bits. Algorithms are never chosen by
    timing them: that differs from start to start, and each of many shapes would be timed anew.
    Deterministic mode also allows no sums in half precision, whose order depends on how a product
    is split, and leaves attention to kernels that are chosen by shape and dtype alone.

    Call it before the first use of the GPU.
    """
    torch.backends.cuda.matmul.allow_tf32 = False
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = False
    if not deterministic:
        return
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", _WORKSPACE)
    torch.backends.cudnn.deterministic = True
    torch.backends.cuda.matmul.allow_fp16_reduced_precision_reduction = False
    torch.backends.cuda.matmul.allow_bf16_reduced_precision_reduction = False
    torch.backends.cuda.enable_cudnn_sdp(False)  # noqa: FBT003  torch's own signature


def memory_format_of(engine: EngineSection, device: torch.device) -> torch.memory_format:
    """Choose how the weights of convolutions lie in memory."""
    if engine.memory_format == "channels_last":
        return torch.channels_last
    if engine.memory_format == "auto" and device.type in _WITH_CHANNELS_LAST:
        return torch.channels_last
    return torch.contiguous_format
