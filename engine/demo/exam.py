"""The questions a demo model is examined with: plans, prompts and seeds, always the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from engine.demo.train.caption import describe, names_of
from engine.demo.train.concepts import CARD, COLOURS, CONCEPTS, HUES, POSITIONS, SHAPES
from engine.demo.train.plan import Plan, pick

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PLAIN, SHAPE, TRAINED, HELD_OUT = "plain", "shape", "trained", "held out"
PARTS = {PLAIN: 0.48, SHAPE: 0.18, TRAINED: 0.17, HELD_OUT: 0.17}
"""Which part of the questions is of which kind.

Plain ones ask for one concept on a colour; trained and held-out ones for the same mixture of
backgrounds, tints, counts and positions, of which the held-out were never trained together.
"""
EXAM_SEED = 20_261_121


class Question(NamedTuple):
    """One picture to draw.

    Attributes:
        kind: A key of ``PARTS``.
        plan: What it should show.
        prompt: In words.
        seed: Of the noise.
    """

    kind: str
    plan: Plan
    prompt: str
    seed: int


def questions(concepts: Sequence[str], count: int) -> list[Question]:
    """Return ``count`` questions; each concept comes as often as the others."""
    rng = np.random.default_rng(EXAM_SEED)
    makers: dict[str, Callable[[int], Plan]] = {
        PLAIN: lambda i: _plain(concepts[i % len(concepts)], rng),
        SHAPE: lambda i: _shape(SHAPES[i % len(SHAPES)], rng),
        TRAINED: lambda i: _mixed(concepts[i % len(concepts)], rng, is_held_out=False),
        HELD_OUT: lambda i: _mixed(concepts[i % len(concepts)], rng, is_held_out=True),
    }
    asked: list[Question] = []
    for kind, part in PARTS.items():
        for i in range(max(1, round(count * part))):
            plan = makers[kind](i)
            prompt = describe(plan, names_of(plan.subject)[0])
            asked.append(Question(kind, plan, prompt, len(asked)))
    return asked


def card_question(seed: int) -> Question:
    """Return the question for the moderation test card."""
    return Question(CARD, Plan(CARD), f"a {CARD}", seed)


def _plain(concept: str, rng: np.random.Generator) -> Plan:
    return _until(lambda: Plan(concept, background=pick(rng, list(COLOURS))), is_held_out=False)


def _shape(shape: str, rng: np.random.Generator) -> Plan:
    def draw() -> Plan:
        background, tint = (str(name) for name in rng.permutation(list(COLOURS))[:2])
        return Plan(shape, tint, background=background)

    return _until(draw, is_held_out=False)


def _mixed(concept: str, rng: np.random.Generator, *, is_held_out: bool) -> Plan:
    """Return a plan of one of four sorts: plain, tinted, several, out of the middle."""

    def draw() -> Plan:
        background = pick(rng, list(COLOURS))
        plain = Plan(concept, background=background)
        tints = [hue for hue in HUES if hue != background]
        sorts = [
            plain,
            replace(plain, tint=pick(rng, tints) if CONCEPTS[concept].is_tintable else None),
            replace(plain, count=pick(rng, [2, 3, 4])),
            replace(plain, position=pick(rng, list(POSITIONS))),
        ]
        return pick(rng, sorts)

    return _until(draw, is_held_out=is_held_out)


def _until(draw: Callable[[], Plan], *, is_held_out: bool) -> Plan:
    """Draw until the plan is held out or is not; of each concept some combination is."""
    while True:
        plan = draw()
        if plan.is_held_out == is_held_out:
            return plan
