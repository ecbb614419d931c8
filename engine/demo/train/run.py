"""One training on disk: its parts, its checkpoints, the pipeline it makes."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.demo import WEIGHTS
from engine.demo.train import networks
from engine.demo.train.loop import TrainingLoop
from engine.demo.train.pack import pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import torch
    from torch import Tensor

    from engine.demo.train.loop import Budget, Settings
    from engine.demo.train.sizes import Size

logger = logging.getLogger(__name__)

PIPELINE_PARTS = ("vae", "text_encoder", "tokenizer", "unet")
LEAST_PICTURES = 64


@dataclass(frozen=True)
class Run:
    """One training; only "pipeline" in its folder is worth keeping.

    Attributes:
        folder: Holds "model" (parts in fp32), "checkpoints", "cache", sheets and "pipeline".
        size: What is trained.
        device: Where.
        budget: How long the stage may take.
        seed: What pictures, first weights and noise depend on.
        is_resumed: Whether to continue from the stage's checkpoint.
        is_fresh: Whether to begin with new networks instead of the embedded weights.
        is_compiled: Whether to compile the UNet; minutes of waiting, then half as fast again.
        scale: Part of the usual number of pictures to render; below one for trials.
    """

    folder: Path
    size: Size
    device: torch.device
    budget: Budget
    seed: int = 0
    is_resumed: bool = False
    is_fresh: bool = False
    is_compiled: bool = False
    scale: float = 1.0

    @property
    def pipeline(self) -> Path:
        """The folder of the packed model."""
        return self.folder / "pipeline"

    def count(self, usual: int) -> int:
        """Return how many pictures to render where ``usual`` are meant."""
        return max(LEAST_PICTURES, int(usual * self.scale))

    def has_part(self, name: str) -> bool:
        """Whether this run has trained the part called ``name``."""
        return (self.folder / "model" / name).is_dir()

    def part(self, name: str) -> Any:
        """Return one part: this run's, else the embedded one, else a new one."""
        if self.has_part(name):
            return networks.load(name, self.folder / "model")
        if name == "tokenizer" or not self.is_fresh:
            return networks.load(name, WEIGHTS)
        return networks.seeded(self._makers()[name], self.seed)

    def keep(self, name: str, part: Any) -> None:
        """Store a trained part."""
        part.save_pretrained(self.folder / "model" / name)

    def train(
        self,
        stage: str,
        module: torch.nn.Module,
        settings: Settings,
        loss: Callable[[torch.Generator], Tensor],
    ) -> None:
        """Train ``module`` in place for the run's budget, from the stage's checkpoint if asked."""
        checkpoint = self.folder / "checkpoints" / f"{stage}.safetensors"
        device = next(module.parameters()).device  # the judge stays on the CPU
        loop = TrainingLoop(module, settings, checkpoint, device=device)
        if self.is_resumed:
            loop.resume()
        progress = loop.run(loss, self.budget)
        logger.info("%s done: %s", stage, progress)

    def pack(self, **others: Any) -> None:
        """Write the pipeline folder from the parts, with ``others`` beside them."""
        parts = {name: self.part(name) for name in PIPELINE_PARTS}
        pack({**parts, "scheduler": networks.new_scheduler(), **others}, self.pipeline)

    def _makers(self) -> dict[str, Callable[[], Any]]:
        return {
            "vae": lambda: networks.new_vae(self.size),
            "unet": lambda: networks.new_unet(self.size),
            "text_encoder": lambda: networks.new_text_encoder(self.size, self.part("tokenizer")),
        }
