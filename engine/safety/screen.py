"""The interface of all classifiers: pictures in, a verdict for each out, and it fails closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import structlog

from engine.errors import SafetyUnavailableError
from engine.verdict import UNJUDGED, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import torch
    from PIL.Image import Image

    Judge = Callable[[Sequence[Image]], list[Verdict]]

log = structlog.get_logger(__name__)

REMEDY: Final = (
    "set [safety] model to the folder of a classifier, or [safety] enabled = false to screen "
    "nothing"
)
_UNSCREENED: Final = Verdict(is_clean=True)


class Screen(Protocol):
    """Judges pictures.

    Attributes:
        name: Who judges; empty when nothing is screened.
        num_bytes: Memory that the classifier's weights take.
    """

    name: str
    num_bytes: int

    def to(self, device: torch.device) -> None:
        """Judge on a device from now on, in float32 as ever."""

    def judge(self, images: Sequence[Image]) -> list[Verdict]:
        """Return a verdict for each picture; ``unjudged``, never clean, where there is none."""


class NoScreen:
    """Stands where the operator switched screening off; its verdicts name no classifier."""

    name = ""
    num_bytes = 0

    def to(self, device: torch.device) -> None:
        """Nothing has to move."""

    def judge(self, images: Sequence[Image]) -> list[Verdict]:
        """Call every picture clean."""
        return [_UNSCREENED for _ in images]


def unjudged(name: str) -> Verdict:
    """Return the verdict of a classifier that could not give one: not clean, and no offence."""
    return Verdict(is_clean=False, category=UNJUDGED, classifier=name)


def require_verdict(screen: Screen, image: Image) -> Verdict:
    """Judge one picture.

    Raises:
        SafetyUnavailableError: No verdict can be given.
    """
    (verdict,) = screen.judge([image])
    if verdict.category == UNJUDGED:
        raise SafetyUnavailableError("the classifier could not judge")
    return verdict


def judge_in_batches(
    images: Sequence[Image], size: int, judge: Judge, *, name: str
) -> list[Verdict]:
    """Judge pictures a few at a time; where a batch raises, each of it alone.

    Args:
        images: Any number.
        size: Pictures in one run.
        judge: Runs the network; may raise anything.
        name: Who judges.
    """
    batches = [images[first : first + size] for first in range(0, len(images), size)]
    return [verdict for batch in batches for verdict in _judged(batch, judge, name)]


def margin(score: float, threshold: float) -> float:
    """Return by how much a score is over, to three places, as the official checker decides."""
    return round(score - threshold, 3)


def _judged(batch: Sequence[Image], judge: Judge, name: str) -> list[Verdict]:
    try:
        return judge(batch)
    except Exception as error:  # whatever it is, nothing may be shown for it
        if len(batch) == 1:
            log.exception("picture_unjudged", classifier=name, kind=type(error).__name__)
            return [unjudged(name)]
    return [verdict for image in batch for verdict in _judged([image], judge, name)]
