"""What one training picture shows, decided before it is drawn or described."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from engine.demo.train.concepts import (
    CARD,
    COLOURS,
    CONCEPTS,
    HUES,
    NOTHING,
    POSITIONS,
    SCENES,
    SHAPES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np

T = TypeVar("T")

HELD_OUT_ONE_IN = 10
"""One combination in this many is never trained."""

KINDS = {CARD: 0.05, NOTHING: 0.02, "shape": 0.14, "concept": 0.79}
BACKGROUNDS = {"colour": 0.72, "scene": 0.23, "gradient": 0.05}
LAYOUTS = {"count": 0.12, "position": 0.10, "scale": 0.07, "plain": 0.71}
COUNTS = (2, 2, 3, 4)
TINTED_PART, STYLED_PART = 0.25, 0.03


@dataclass(frozen=True)
class Plan:
    """One picture's content.

    Attributes:
        subject: A concept's key, a shape's name, ``CARD`` or ``NOTHING``.
        tint: The subject's colour, or None for its natural one.
        count: How many of it, 1..4.
        position: "centre" or a key of ``POSITIONS``; counts above one are always centred.
        scale: "small", "normal" or "large".
        background: A colour, a scene, or two colours joined by "-" for a gradient.
        style: "pixel", "gray" or None.
    """

    subject: str
    tint: str | None = None
    count: int = 1
    position: str = "centre"
    scale: str = "normal"
    background: str = "white"
    style: str | None = None

    @property
    def combination(self) -> str:
        """The words whose joint appearance decides whether the picture is held out."""
        return f"{self.tint}|{self.subject}|{self.background}|{self.count}|{self.position}"

    @property
    def is_held_out(self) -> bool:
        """Whether this combination is kept for evaluation only."""
        if self.subject in (CARD, NOTHING):
            return False
        return zlib.crc32(self.combination.encode()) % HELD_OUT_ONE_IN == 0


class Planner:
    """Draws plans at random: mostly one thing in the middle, sometimes more."""

    def __init__(self, concepts: Sequence[str]) -> None:
        self._concepts = tuple(concepts)

    def draw(self, rng: np.random.Generator) -> Plan:
        """Return a plan that is not held out and whose subject can be seen."""
        while True:
            plan = self._draw(rng)
            if not plan.is_held_out and plan.tint != plan.background:
                return plan

    def _draw(self, rng: np.random.Generator) -> Plan:
        kind = pick_weighted(rng, KINDS)
        if kind == CARD:
            return Plan(CARD)
        if kind == NOTHING:
            return Plan(NOTHING, background=_background(rng))
        if kind == "shape":
            return self._shape(rng)
        return self._concept(rng)

    def _shape(self, rng: np.random.Generator) -> Plan:
        background = _background(rng)
        tint = pick(rng, [colour for colour in COLOURS if colour not in background.split("-")])
        count, position, scale = _layout(rng)
        return Plan(pick(rng, SHAPES), tint, count, position, scale, background)

    def _concept(self, rng: np.random.Generator) -> Plan:
        subject = pick(rng, self._concepts)
        is_tinted = CONCEPTS[subject].is_tintable and rng.random() < TINTED_PART
        tint = pick(rng, list(HUES)) if is_tinted else None
        count, position, scale = _layout(rng)
        style = pick(rng, ["pixel", "gray"]) if rng.random() < STYLED_PART else None
        return Plan(subject, tint, count, position, scale, _background(rng), style)


def pick(rng: np.random.Generator, choices: Sequence[T]) -> T:
    """Return one of ``choices``, each as likely as the others."""
    return choices[int(rng.integers(len(choices)))]


def pick_weighted(rng: np.random.Generator, weights: dict[str, float]) -> str:
    """Return one key of ``weights``, as likely as its value; the values sum to one."""
    return str(rng.choice(list(weights), p=list(weights.values())))


def _background(rng: np.random.Generator) -> str:
    kind = pick_weighted(rng, BACKGROUNDS)
    if kind == "colour":
        return pick(rng, list(COLOURS))
    if kind == "scene":
        return pick(rng, list(SCENES))
    upper = pick(rng, list(COLOURS))
    return f"{upper}-{pick(rng, [colour for colour in COLOURS if colour != upper])}"


def _layout(rng: np.random.Generator) -> tuple[int, str, str]:
    """Return count, position and scale; at most one of them is out of the ordinary."""
    kind = pick_weighted(rng, LAYOUTS)
    if kind == "count":
        return pick(rng, COUNTS), "centre", "normal"
    if kind == "position":
        return 1, pick(rng, list(POSITIONS)), "normal"
    if kind == "scale":
        return 1, "centre", pick(rng, ["small", "large"])
    return 1, "centre", "normal"
