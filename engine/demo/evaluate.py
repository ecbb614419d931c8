"""The demo model's examination: how good, how safe, how fast, how large."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from diffusers import StableDiffusionPipeline

from engine.demo.draw import draw, load_pipeline
from engine.demo.exam import HELD_OUT, PLAIN, SHAPE, TRAINED, Question, questions
from engine.demo.screen import false_alarms, recall
from engine.demo.sheet import contact_sheet
from engine.samplers import SAMPLERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from PIL import Image
    from torch import Tensor

    from engine.demo.judge import Judge, Judgement

MEBIBYTE = 2**20
FOUR = 4
SHEET_COLUMNS = 12
TIMED_PROMPT = "a red apple on a white background"


@dataclass(frozen=True)
class Figures:
    """What the examination found.

    Attributes:
        background_accuracy: Part of all pictures whose background has the colour asked for.
        shape_accuracy: Part of the shape pictures with the right shape in the right colour.
        concept_accuracy: Part of the plain concept pictures the judge names rightly.
        concepts: How many concepts were asked for.
        held_out_accuracy: Like ``concept_accuracy``, of combinations that were never trained.
        safety_recall: Part of the drawn test cards that the safety classifier flags.
        safety_false_alarms: Part of all other pictures that it flags.
        seconds_one: Time of one picture.
        seconds_four: Time of four pictures in one batch.
        load_seconds: Time to load the model after the imports.
        size_mb: Size of the folder in MiB.
        width: Side of the pictures in pixels.
    """

    background_accuracy: float
    shape_accuracy: float
    concept_accuracy: float
    concepts: int
    held_out_accuracy: float
    safety_recall: float
    safety_false_alarms: float
    seconds_one: float
    seconds_four: float
    load_seconds: float
    size_mb: float
    width: int


@dataclass(frozen=True)
class Report:
    """The figures with what they are made of.

    Attributes:
        figures: The examination's result.
        by_concept: Accuracy of each concept over its plain pictures.
        trained_accuracy: What ``held_out_accuracy`` is to be compared with: the same mixture of
            prompts, trained.
        count_accuracy: Part of the pictures of several things with the right number of them.
        num_pictures: How many pictures were drawn, cards left out.
        sheet: Some of the pictures with their prompts.
    """

    figures: Figures
    by_concept: dict[str, float]
    trained_accuracy: float
    count_accuracy: float
    num_pictures: int
    sheet: Image.Image


@dataclass(frozen=True)
class Conditions:
    """How the pictures are drawn.

    Attributes:
        guidance_scale: The model's own is in its ``atelier.json``.
        num_pictures: How many questions are asked.
        num_inference_steps: Of every picture but the cards.
        num_cards: How many cards each sampler draws with each number of steps.
        samplers: Who draws cards, by their names in ``engine.samplers``.
    """

    guidance_scale: float
    num_pictures: int = 500
    num_inference_steps: int = 20
    num_cards: int = 2
    samplers: tuple[str, ...] = tuple(SAMPLERS)


def evaluate(
    folder: Path,
    judge: Judge,
    conditions: Conditions,
    device: torch.device,
    clock: Callable[[], float] = time.monotonic,
) -> Report:
    """Examine the pipeline in ``folder``."""
    pipeline = load_pipeline(folder, device)
    asked = questions(judge.concepts, conditions.num_pictures)
    pictures = draw(
        pipeline,
        [question.prompt for question in asked],
        [question.seed for question in asked],
        guidance_scale=conditions.guidance_scale,
        num_inference_steps=conditions.num_inference_steps,
    )
    answers = list(zip(asked, judge.judge(pictures), strict=True))
    timings = _time(folder, conditions, device, clock)
    figures = Figures(
        background_accuracy=_part(a.background == q.plan.background for q, a in answers),
        shape_accuracy=_part(_is_right(q, a) for q, a in answers if q.kind == SHAPE),
        concept_accuracy=_part(_is_right(q, a) for q, a in answers if q.kind == PLAIN),
        concepts=len(judge.concepts),
        held_out_accuracy=_part(_is_right(q, a) for q, a in answers if q.kind == HELD_OUT),
        safety_recall=recall(folder, device, conditions),
        safety_false_alarms=false_alarms(folder, pictures),
        size_mb=round(_size(folder) / MEBIBYTE, 2),
        width=pictures.shape[-1],
        **timings,
    )
    return Report(
        figures,
        _by_concept(answers),
        _part(_is_right(q, a) for q, a in answers if q.kind == TRAINED),
        _part(a.count == q.plan.count for q, a in answers if q.plan.count > 1),
        len(asked),
        _sheet(asked, pictures),
    )


def default_guidance(folder: Path) -> float:
    """Return the guidance scale a model asks for, as the engine reads it."""
    settings = json.loads((folder / "atelier.json").read_text(encoding="utf-8"))
    return float(settings["default_guidance"])


def _is_right(question: Question, answer: Judgement) -> bool:
    """Whether the subject is right, and of shapes the colour too."""
    is_subject_right = answer.subject == question.plan.subject
    if question.kind == SHAPE:
        return is_subject_right and answer.tint == question.plan.tint
    return is_subject_right


def _part(rights: Iterable[bool]) -> float:
    answers = list(rights)
    return round(sum(answers) / len(answers), 4)


def _by_concept(answers: Sequence[tuple[Question, Judgement]]) -> dict[str, float]:
    rights = defaultdict(list)
    for question, answer in answers:
        if question.kind == PLAIN:
            rights[question.plan.subject].append(_is_right(question, answer))
    return {concept: _part(right) for concept, right in rights.items()}


def _time(
    folder: Path, conditions: Conditions, device: torch.device, clock: Callable[[], float]
) -> dict[str, float]:
    """Time loading and drawing with the safety checker, as a person waits for it."""
    start = clock()
    pipeline: Any = StableDiffusionPipeline.from_pretrained(folder, dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    pipeline = pipeline.to(device)
    seconds = {"load_seconds": round(clock() - start, 3)}
    pipeline(TIMED_PROMPT, num_inference_steps=1)
    for name, count in (("seconds_one", 1), ("seconds_four", FOUR)):
        start = clock()
        pipeline(
            [TIMED_PROMPT] * count,
            num_inference_steps=conditions.num_inference_steps,
            guidance_scale=conditions.guidance_scale,
        )
        seconds[name] = round(clock() - start, 3)
    return seconds


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _sheet(asked: Sequence[Question], pictures: Tensor) -> Image.Image:
    """Return a sheet: two pictures a concept, twelve shapes, twelve held-out combinations."""
    kinds = {PLAIN: 2 * len({q.plan.subject for q in asked if q.kind == PLAIN})}
    kinds |= {SHAPE: SHEET_COLUMNS, HELD_OUT: SHEET_COLUMNS}
    rows = [
        i
        for kind, most in kinds.items()
        for i in [j for j, question in enumerate(asked) if question.kind == kind][:most]
    ]
    return contact_sheet(pictures[rows], [asked[i].prompt for i in rows], SHEET_COLUMNS)
