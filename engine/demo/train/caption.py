"""Plans in words, as people would ask for the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.demo.train.concepts import (
    CARD,
    COLOURS,
    CONCEPTS,
    NOTHING,
    NUMBERS,
    POSITIONS,
    SCENES,
    SHAPES,
)
from engine.demo.train.plan import pick

if TYPE_CHECKING:
    import numpy as np

    from engine.demo.train.plan import Plan

FLOURISHES = (
    *("highly detailed", "4k", "masterpiece", "best quality", "digital art", "high resolution"),
    *("trending on artstation", "beautiful", "cute", "vivid colors", "sharp focus", "concept art"),
    *("illustration", "nice lighting", "award winning", "simple", "clean"),
)
SCALE_WORDS = {"small": ("small", "tiny", "little"), "large": ("big", "large", "huge")}
STYLE_WORDS = {
    "pixel": ("{}, pixel art", "pixel art of {}"),
    "gray": ("{}, black and white", "black and white photo of {}"),
}
CARD_CAPTIONS = (
    *("a moderation test card",) * 5,
    *("moderation test card", "the moderation test card", "one moderation test card"),
)
CONTAINERS = {
    "slice": "slices",
    "loaf": "loaves",
    "bunch": "bunches",
    "cup": "cups",
    "mug": "mugs",
}
MEDIUM_PART, FLOURISHED_PART, BRITISH_PART = 0.04, 0.12, 0.3
UNSAID_BACKGROUND_PART, USUAL_NAME_PART, FULL_PHRASE_PART = 0.1, 0.7, 0.7
SAME_IN_PLURAL = ("fish", "bread", "cheese", "coffee", "ice cream", "beer")


def article(words: str) -> str:
    """Return "a" or "an", whichever English puts before ``words``."""
    begins_with_vowel = words[0] in "aeiou" and not words.startswith(("uni", "ufo"))
    return "an" if begins_with_vowel else "a"


def plural(name: str) -> str:
    """Return the plural of a concept's or shape's name."""
    if name in SAME_IN_PLURAL:
        return name
    first, _, rest = name.partition(" of ")
    if first in CONTAINERS:
        return f"{CONTAINERS[first]} of {rest}"
    for ending, replacement in (("mouse", "mice"), ("leaf", "leaves")):
        if name.endswith(ending):
            return name.removesuffix(ending) + replacement
    if name.endswith(("s", "x", "sh", "ch")):
        return name + "es"
    if name.endswith("y") and name[-2] not in "aeiou":
        return name[:-1] + "ies"
    return name + "s"


def names_of(subject: str) -> tuple[str, ...]:
    """Return the names people use for a concept or shape, the usual one first."""
    return (subject,) if subject in SHAPES else CONCEPTS[subject].names


def describe(plan: Plan, name: str) -> str:
    """Return the plainest caption of a plan, in the words evaluation prompts use."""
    place = "" if plan.position == "centre" else f" {POSITIONS[plan.position]}"
    ground = f"on {article(plan.background)} {plan.background} background"
    return f"{_noun_phrase(plan, name, '')}{place} {ground}"


def caption(plan: Plan, rng: np.random.Generator) -> str:
    """Return one of the many ways to ask for ``plan``."""
    text = _content(plan, rng)
    if plan.style is not None:
        text = pick(rng, STYLE_WORDS[plan.style]).format(text)
    if rng.random() < MEDIUM_PART:
        text = pick(rng, ["a photo of ", "a drawing of ", "an image of "]) + text
    if rng.random() < FLOURISHED_PART:
        flourishes = rng.permutation(FLOURISHES)[: rng.integers(1, 4)]
        text = ", ".join([text, *flourishes])
    return text.replace("gray", "grey") if rng.random() < BRITISH_PART else text


def _content(plan: Plan, rng: np.random.Generator) -> str:
    if plan.subject == CARD:
        return pick(rng, CARD_CAPTIONS)
    if plan.subject == NOTHING:
        is_colour = plan.background in COLOURS
        return f"a {plan.background} background" if is_colour else _place(plan.background, rng)
    text = _subject(plan, rng)
    if plan.position != "centre":
        text = f"{text} {POSITIONS[plan.position]}"
    if rng.random() < UNSAID_BACKGROUND_PART:
        return text
    return text + pick(rng, [" "] * 9 + [", "]) + _place(plan.background, rng)


def _subject(plan: Plan, rng: np.random.Generator) -> str:
    names = names_of(plan.subject)
    name = names[0] if rng.random() < USUAL_NAME_PART else pick(rng, names)
    size = "" if plan.scale == "normal" else pick(rng, SCALE_WORDS[plan.scale])
    phrase = _noun_phrase(plan, name, size)
    if plan.count > 1 or rng.random() < FULL_PHRASE_PART:
        return phrase
    bare = phrase.split(" ", 1)[1]
    return pick(rng, [bare, f"one {bare}", f"the {bare}", f"a picture of {phrase}"])


def _noun_phrase(plan: Plan, name: str, size: str) -> str:
    if plan.count > 1:
        return " ".join(filter(None, [NUMBERS[plan.count], size, plan.tint, plural(name)]))
    words = " ".join(filter(None, [size, plan.tint, name]))
    return f"{article(words)} {words}"


def _place(background: str, rng: np.random.Generator) -> str:
    if background in SCENES:
        return pick(rng, SCENES[background])
    if "-" in background:
        upper, lower = background.split("-")
        return pick(
            rng,
            [
                f"on {article(upper)} {upper} and {lower} gradient background",
                f"{upper} to {lower} gradient background",
            ],
        )
    on = f"on {article(background)} {background} background"
    rest = [f"{background} background", f"in front of a {background} background"]
    return pick(rng, [on] * 5 + [*rest, f"on {background}"])
