"""What the safety classifier says of one picture."""

from __future__ import annotations

from typing import Final

import msgspec

UNJUDGED: Final = "unjudged"
"""Category of a picture that the classifier could not judge, and that is withheld for it."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """What the safety classifier says of one picture.

    Attributes:
        is_clean: Whether the picture may be shown to anybody.
        category: The worst category over its threshold; empty when clean, ``unjudged`` when
            nobody could tell.
        score: Score of that category (of the highest one when clean).
        threshold: What the score was held against.
        is_special_care: Whether the category is withheld everywhere.
        scores: Every category's score; of several classifiers each as ``classifier/category``.
        classifier: Who judged, of several the one that decided; empty when screening is switched
            off.
        thresholds: What every category's score is held against.
    """

    is_clean: bool
    category: str = ""
    score: float = 0.0
    threshold: float = 0.0
    is_special_care: bool = False
    scores: dict[str, float] = {}
    classifier: str = ""
    thresholds: dict[str, float] = {}
