"""LMS's coefficients without tensors of one number: the same bits in a fifteenth of the time."""

from __future__ import annotations

from types import MethodType
from typing import Any

from diffusers import LMSDiscreteScheduler


def quicken(scheduler: Any) -> Any:
    """Let an LMS scheduler integrate over plain float32 numbers; others stay as they are.

    diffusers integrates with tensors of one number, some 2000 for each coefficient: 0.8 s for
    150 steps, and 2.3 s where draws are watched. numpy's float32 rounds the same.

    Args:
        scheduler: Changed in place.
    """
    if isinstance(scheduler, LMSDiscreteScheduler):
        scheduler.get_lms_coefficient = MethodType(_coefficient, scheduler)
    return scheduler


def _coefficient(scheduler: Any, order: int, step_index: int, current_order: int) -> float:
    sigmas = scheduler.sigmas
    scheduler.sigmas = sigmas.numpy()
    try:
        coefficient: float = LMSDiscreteScheduler.get_lms_coefficient(
            scheduler, order, step_index, current_order
        )
    finally:
        scheduler.sigmas = sigmas
    return coefficient
