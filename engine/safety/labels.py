"""Image classifiers, which give each of their labels a probability."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import torch

from engine.safety.categories import SAFE
from engine.safety.screen import judge_in_batches, margin, unjudged
from engine.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from PIL.Image import Image

DEFAULT_THRESHOLD: Final = 0.5
_INDEPENDENT: Final = "multi_label_classification"


class LabelScreen:
    """A network of transformers' ``AutoModelForImageClassification``, labels held as categories.

    Where labels exclude each other, a category's score is the sum of its labels' probabilities;
    where each stands for itself, the highest of them.

    Args:
        network: The network.
        processor: Its image processor.
        name: Who judges, as results say it.
        categories: Of each label, in the order of the outputs; ``safe`` for harmless ones.
        thresholds: Of categories, 0 to 1; others have 0.5.
        threshold_offset: Added to every threshold; below 0 is stricter.
        special_care: Categories that are withheld everywhere.
        max_batch: Pictures in one run; 1 makes a verdict independent of its company.
    """

    def __init__(
        self,
        network: Any,
        processor: Any,
        *,
        name: str,
        categories: Sequence[str],
        thresholds: Mapping[str, float],
        threshold_offset: float = 0.0,
        special_care: Collection[str] = (),
        max_batch: int = 8,
    ) -> None:
        self.name = name
        self.num_bytes: int = sum(tensor.nbytes for tensor in network.parameters())
        self._network = network
        self._processor = processor
        self._max_batch = max_batch
        self._special_care = frozenset(special_care)
        self._num_labels = len(categories)
        self._outputs = {
            category: [place for place, one in enumerate(categories) if one == category]
            for category in dict.fromkeys(categories)
            if category != SAFE
        }
        self._thresholds = {
            category: round(thresholds.get(category, DEFAULT_THRESHOLD) + threshold_offset, 4)
            for category in self._outputs
        }
        kind = getattr(network.config, "problem_type", None)
        self._is_exclusive = kind != _INDEPENDENT and len(categories) > 1

    @property
    def categories(self) -> tuple[str, ...]:
        """What it can find."""
        return tuple(self._outputs)

    def to(self, device: torch.device) -> None:
        """Judge on a device, in float32 as ever."""
        self._network.to(device, torch.float32)

    def judge(self, images: Sequence[Image]) -> list[Verdict]:
        """Judge pictures in small batches."""
        return judge_in_batches(images, self._max_batch, self._judge, name=self.name)

    def _judge(self, images: Sequence[Image]) -> list[Verdict]:
        return [self._verdict(row) for row in self._probabilities(images)]

    @torch.inference_mode()
    def _probabilities(self, images: Sequence[Image]) -> list[list[float]]:
        parameter = next(self._network.parameters())
        rgb = [image.convert("RGB") for image in images]
        pixels = self._processor(rgb, return_tensors="pt")["pixel_values"]
        logits = self._network(pixels.to(parameter.device, parameter.dtype)).logits.float()
        rows = logits.softmax(-1) if self._is_exclusive else logits.sigmoid()
        return [list(map(float, row)) for row in rows.tolist()]

    def _verdict(self, row: list[float]) -> Verdict:
        if len(row) != self._num_labels or not all(map(math.isfinite, row)):
            return unjudged(self.name)
        join = math.fsum if self._is_exclusive else max
        scores = {
            category: join(row[place] for place in places)
            for category, places in self._outputs.items()
        }
        over = {name: margin(score, self._thresholds[name]) for name, score in scores.items()}
        worst = max(over, key=over.__getitem__)
        flagged = [category for category, by in over.items() if by > 0]
        return Verdict(
            is_clean=not flagged,
            category=worst if flagged else "",
            score=round(scores[worst], 4),
            threshold=self._thresholds[worst],
            is_special_care=not self._special_care.isdisjoint(flagged),
            scores={category: round(score, 4) for category, score in scores.items()},
            classifier=self.name,
            thresholds=dict(self._thresholds),
        )
