"""The training loop every stage shares: AdamW, a cosine rate, EMA, checkpoints."""

from __future__ import annotations

import logging
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import rich.progress
import torch

from engine.demo.train.checkpoint import Progress, read_checkpoint, write_checkpoint

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from torch import Tensor

logger = logging.getLogger(__name__)

SMALLEST_RATE = 0.01
FLAT_PART = 0.3
WARM_UP_STEPS = 100
SECONDS_BETWEEN_CHECKPOINTS = 180.0
STEPS_BETWEEN_REPORTS = 50


@dataclass(frozen=True)
class Budget:
    """How long a training may take.

    Attributes:
        seconds: The whole training; the learning rate reaches zero at its end.
        piece_seconds: This process's share of it; infinity for the rest.
        max_steps: Most optimizer steps of the whole training, or None.
    """

    seconds: float
    piece_seconds: float = math.inf
    max_steps: int | None = None


@dataclass(frozen=True)
class Settings:
    """How a stage is optimised.

    Attributes:
        rate: Peak learning rate.
        batch: Samples a step.
        clip: Largest gradient norm.
        weight_decay: AdamW's.
        ema: Largest decay of the moving average of the weights.
        seed: What the random draws of all steps depend on.
    """

    rate: float
    batch: int
    clip: float = 1.0
    weight_decay: float = 0.01
    ema: float = 0.999
    seed: int = 0


def rate_factor(step: int, part_done: float) -> float:
    """Return the learning rate as a part of its peak: warm-up, flat, then cosine to zero."""
    warm = min(1.0, (step + 1) / WARM_UP_STEPS)
    falling = max(0.0, part_done - FLAT_PART) / (1 - FLAT_PART)
    return warm * (SMALLEST_RATE + (1 - SMALLEST_RATE) * 0.5 * (1 + math.cos(math.pi * falling)))


class TrainingLoop:
    """Optimises one module for a budget of time, in pieces that survive interruption.

    The module holds the last weights while it trains and their moving average after ``run``.
    """

    def __init__(
        self,
        module: torch.nn.Module,
        settings: Settings,
        checkpoint: Path,
        *,
        device: torch.device,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._module, self._settings, self._checkpoint = module, settings, checkpoint
        self._parameters: list[Tensor] = [p for p in module.parameters() if p.requires_grad]
        self._average = [p.detach().clone() for p in self._parameters]
        self._optimizer = torch.optim.AdamW(
            self._parameters,
            settings.rate,
            betas=(0.9, 0.99),
            weight_decay=settings.weight_decay,
            fused=True,
        )
        self._generator = torch.Generator(device)
        self._clock = clock
        self.progress = Progress()

    def resume(self) -> None:
        """Continue from the checkpoint, if there is one."""
        found = read_checkpoint(self._checkpoint)
        if found is None:
            return
        tensors, self.progress = found
        for i, (parameter, average) in enumerate(zip(self._parameters, self._average, strict=True)):
            parameter.data.copy_(tensors[f"weight.{i}"])
            average.copy_(tensors[f"average.{i}"])
            # the fused kernel asks for all of them on one device and alike in memory
            steps = float(self.progress.num_steps)
            self._optimizer.state[parameter] = {
                "step": torch.tensor(steps, device=parameter.device),
                "exp_avg": torch.empty_like(parameter).copy_(tensors[f"first_moment.{i}"]),
                "exp_avg_sq": torch.empty_like(parameter).copy_(tensors[f"second_moment.{i}"]),
            }

    def run(self, loss: Callable[[torch.Generator], Tensor], budget: Budget) -> Progress:
        """Train until the budget is spent, then put the averaged weights into the module.

        Args:
            loss: Draws one batch with the generator given and returns its loss.
            budget: When to stop.
        """
        before, start = self.progress.seconds, self._clock()
        saved_at = start
        self._module.train()
        with rich.progress.Progress() as bar:
            total = min(budget.seconds - before, budget.piece_seconds)
            task = bar.add_task(self._checkpoint.stem, total=total)
            while not self._is_spent(budget, now := self._clock(), start):
                self._step(loss, self.progress.seconds / budget.seconds)
                self.progress = self.progress._replace(seconds=before + self._clock() - start)
                bar.update(task, completed=self._clock() - start)
                if now - saved_at > SECONDS_BETWEEN_CHECKPOINTS:
                    saved_at = now
                    self.save()
        self.save()
        self._use_average()
        return self.progress

    def save(self) -> None:
        """Write the checkpoint."""
        tensors: dict[str, Tensor] = {}
        for i, (parameter, average) in enumerate(zip(self._parameters, self._average, strict=True)):
            state = self._optimizer.state[parameter]
            tensors[f"weight.{i}"] = parameter
            tensors[f"average.{i}"] = average
            tensors[f"first_moment.{i}"] = state["exp_avg"]
            tensors[f"second_moment.{i}"] = state["exp_avg_sq"]
        write_checkpoint(self._checkpoint, tensors, self.progress)

    def _is_spent(self, budget: Budget, now: float, start: float) -> bool:
        is_out_of_steps = (
            budget.max_steps is not None and self.progress.num_steps >= budget.max_steps
        )
        return (
            is_out_of_steps
            or self.progress.seconds >= budget.seconds
            or now - start >= budget.piece_seconds
        )

    def _step(self, loss: Callable[[torch.Generator], Tensor], part_done: float) -> None:
        step = self.progress.num_steps
        self._generator.manual_seed(self._settings.seed * 1_000_003 + step)
        for group in self._optimizer.param_groups:
            group["lr"] = self._settings.rate * rate_factor(step, part_done)
        value = loss(self._generator)
        self._optimizer.zero_grad(set_to_none=True)
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self._parameters, self._settings.clip)
        self._optimizer.step()
        self._follow(step)
        self.progress = self.progress._replace(
            num_steps=step + 1, num_samples=self.progress.num_samples + self._settings.batch
        )
        if step % STEPS_BETWEEN_REPORTS == 0:
            logger.info(
                "step %d samples %d seconds %.0f loss %.4f",
                step,
                self.progress.num_samples,
                self.progress.seconds,
                value.item(),
            )

    @torch.no_grad()
    def _follow(self, step: int) -> None:
        decay = min(self._settings.ema, (step + 1) / (step + 12))
        torch._foreach_lerp_(self._average, self._parameters, 1 - decay)

    @torch.no_grad()
    def _use_average(self) -> None:
        for parameter, average in zip(self._parameters, self._average, strict=True):
            parameter.copy_(average)
