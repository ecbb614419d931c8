"""Several classifiers as one: a picture is clean when all of them find it clean."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from engine.safety.screen import margin
from engine.verdict import UNJUDGED, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    import torch
    from PIL.Image import Image

    from engine.safety.screen import Screen


class SeveralScreens:
    """Asks every classifier about every picture; the strictest verdict holds.

    Args:
        screens: At least one, each with a name of its own.
    """

    def __init__(self, screens: Sequence[Screen]) -> None:
        self._screens = tuple(screens)
        self.name = "+".join(screen.name for screen in screens)
        self.num_bytes = sum(screen.num_bytes for screen in screens)

    def to(self, device: torch.device) -> None:
        """Judge on a device from now on."""
        for screen in self._screens:
            screen.to(device)

    def judge(self, images: Sequence[Image]) -> list[Verdict]:
        """Return the strictest verdict for each picture, with the scores of all classifiers."""
        each = [screen.judge(images) for screen in self._screens]
        return [strictest(verdicts, self.name) for verdicts in zip(*each, strict=True)]


def strictest(verdicts: Sequence[Verdict], name: str) -> Verdict:
    """Return the strictest of several verdicts about one picture.

    Special care comes first, then what is furthest over its threshold, then what nobody could
    judge; only where there is none of these the picture is clean.

    Args:
        verdicts: One of each classifier.
        name: Who judges where all agree that it is clean.
    """
    worst = max(verdicts, key=_severity)
    return msgspec.structs.replace(
        worst,
        scores={k: v for one in verdicts for k, v in _named(one, one.scores).items()},
        thresholds={k: v for one in verdicts for k, v in _named(one, one.thresholds).items()},
        classifier=name if worst.is_clean else worst.classifier,
    )


def _severity(verdict: Verdict) -> tuple[int, float]:
    if verdict.is_clean:
        return 0, 0.0
    if verdict.category == UNJUDGED:
        return 1, 0.0
    over = margin(verdict.score, verdict.threshold)
    return 3 if verdict.is_special_care else 2, over if math.isfinite(over) else math.inf


def _named(verdict: Verdict, numbers: dict[str, float]) -> dict[str, float]:
    return {f"{verdict.classifier}/{category}": number for category, number in numbers.items()}
