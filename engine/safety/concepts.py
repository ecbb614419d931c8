"""The classifier that Stable Diffusion came with: pictures near to named concepts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import torch

from engine.errors import ClassifierMissingError
from engine.safety.screen import REMEDY, judge_in_batches, margin, unjudged
from engine.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

CARE_ADJUSTMENT: Final = 0.01  # the official checker's: stricter once special care is called for


class SafetyScreen:
    """The decisions of diffusers' ``StableDiffusionSafetyChecker``, with their scores.

    Its scores are cosines between the picture's and a concept's embedding, held against a
    threshold per concept. Like the official forward, a "special care" concept alone withholds
    nothing but makes all others stricter; together with another it marks the verdict.

    Args:
        checker: The network.
        processor: Its image processor.
        name: Who judges, as results say it.
        threshold_offset: Added to every threshold; below 0 is stricter.
        max_batch: Pictures in one run; 1 makes a verdict independent of its company.

    Raises:
        ClassifierMissingError: It knows no concept, or its numbers cannot decide anything.
    """

    def __init__(
        self,
        checker: Any,
        processor: Any,
        *,
        name: str,
        threshold_offset: float = 0.0,
        max_batch: int = 8,
    ) -> None:
        self.name = name
        _check_numbers(checker, threshold_offset)
        self._checker = checker
        self.num_bytes: int = sum(tensor.nbytes for tensor in checker.parameters())
        self._processor = processor
        self._offset = threshold_offset
        self._max_batch = max_batch
        self._care_thresholds: list[float] = checker.special_care_embeds_weights.tolist()
        self._thresholds: list[float] = checker.concept_embeds_weights.tolist()
        names = getattr(checker.config, "concept_names", None) or {}
        self._names = [
            str(names.get(str(i), f"concept {i}") if isinstance(names, dict) else names[i])
            for i in range(len(self._thresholds))
        ]

    def to(self, device: torch.device) -> None:
        """Judge on a device, in float32 as ever."""
        self._checker.to(device, torch.float32)

    def judge(self, images: Sequence[Image]) -> list[Verdict]:
        """Judge pictures in small batches."""
        return judge_in_batches(images, self._max_batch, self._judge, name=self.name)

    def _judge(self, images: Sequence[Image]) -> list[Verdict]:
        care, scores = self._cosines(images)
        return [self._verdict(c, s) for c, s in zip(care, scores, strict=True)]

    @torch.inference_mode()
    def _cosines(self, images: Sequence[Image]) -> tuple[list[list[float]], list[list[float]]]:
        checker = self._checker
        parameter = next(checker.parameters())
        rgb = [image.convert("RGB") for image in images]
        pixels = self._processor(rgb, return_tensors="pt").pixel_values
        pooled = checker.vision_model(pixels.to(parameter.device, parameter.dtype))[1]
        embeds = torch.nn.functional.normalize(checker.visual_projection(pooled).float())
        care = torch.nn.functional.normalize(checker.special_care_embeds.float())
        concepts = torch.nn.functional.normalize(checker.concept_embeds.float())
        return (embeds @ care.T).tolist(), (embeds @ concepts.T).tolist()

    def _verdict(self, care: list[float], scores: list[float]) -> Verdict:
        if not all(map(math.isfinite, [*care, *scores])):
            return unjudged(self.name)
        needs_care = not all(
            margin(cosine, threshold + self._offset) <= 0
            for cosine, threshold in zip(care, self._care_thresholds, strict=True)
        )
        offset = self._offset - (CARE_ADJUSTMENT if needs_care else 0.0)
        over = [
            margin(cosine, threshold + offset)
            for cosine, threshold in zip(scores, self._thresholds, strict=True)
        ]
        worst = max(range(len(over)), key=over.__getitem__)
        is_clean = all(by <= 0 for by in over)  # NaN is never clean
        return Verdict(
            is_clean=is_clean,
            category="" if is_clean else self._names[worst],
            score=round(scores[worst], 4),
            threshold=round(self._thresholds[worst] + offset, 4),
            is_special_care=needs_care and not is_clean,
            scores={n: round(s, 4) for n, s in zip(self._names, scores, strict=True)},
            classifier=self.name,
            thresholds={
                n: round(t + offset, 4) for n, t in zip(self._names, self._thresholds, strict=True)
            },
        )


def _check_numbers(checker: Any, offset: float) -> None:
    """Refuse a classifier that would call everything clean: comparing with NaN flags nothing."""
    numbers = (
        checker.concept_embeds,
        checker.concept_embeds_weights,
        checker.special_care_embeds,
        checker.special_care_embeds_weights,
    )
    if not len(checker.concept_embeds_weights):
        raise ClassifierMissingError("the safety classifier knows no concept", remedy=REMEDY)
    if not (math.isfinite(offset) and all(tensor.isfinite().all() for tensor in numbers)):
        msg = "the safety classifier has thresholds or embeddings that are no numbers"
        raise ClassifierMissingError(msg, remedy=REMEDY)
