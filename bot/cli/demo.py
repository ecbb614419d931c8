"""``atelier demo``: train the embedded model further, or examine it."""

from __future__ import annotations

import dataclasses
import json
import logging
import math
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from engine.demo.evaluate import Report

app = typer.Typer(help="Train and examine the embedded demo model.", no_args_is_help=True)

DEFAULT_RUN = Path("var/demo")


class Stage(StrEnum):
    """A stage of ``engine.demo.train.stages``."""

    VAE = "vae"
    TEXT = "text"
    UNET = "unet"
    SAFETY = "safety"
    JUDGE = "judge"


class Size(StrEnum):
    """A size of ``engine.demo.train.sizes``."""

    SMALL = "small"
    LARGE = "large"


@app.command()
def train(
    *,
    stage: Annotated[list[Stage], typer.Option(help="May be repeated.")],
    minutes: Annotated[float, typer.Option(help="Training time of each stage.", min=0)] = 20,
    piece_minutes: Annotated[
        float | None,
        typer.Option(help="Stop after this long; --resume continues. Default: never.", min=0),
    ] = None,
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    size: Annotated[
        Size, typer.Option(help="small (64 px, 24 concepts) or large (128 px, 125 concepts).")
    ] = Size.SMALL,
    folder: Annotated[Path, typer.Option(help="Where the run lives.")] = DEFAULT_RUN,
    seed: Annotated[int, typer.Option(help="Chooses pictures, weights and noise.", min=0)] = 0,
    resume: Annotated[bool, typer.Option(help="Continue from checkpoints.")] = False,
    fresh: Annotated[
        bool, typer.Option(help="Begin with new networks; a must for the large size.")
    ] = False,
    compiled: Annotated[bool, typer.Option(help="Compile the UNet: slow start, faster.")] = False,
    scale: Annotated[
        float, typer.Option(help="Part of the pictures to render, for trials.", min=0, max=1)
    ] = 1.0,
    max_steps: Annotated[
        int | None, typer.Option(help="Most steps of a stage, for trials.", min=1)
    ] = None,
) -> None:
    """Train stages of the demo model; the result is FOLDER/pipeline."""
    from engine.demo.draw import find_device
    from engine.demo.train.loop import Budget
    from engine.demo.train.run import Run
    from engine.demo.train.sizes import SIZES
    from engine.demo.train.stages import STAGES

    piece_seconds = math.inf if piece_minutes is None else piece_minutes * 60
    run = Run(
        folder,
        SIZES[size],
        find_device(device),
        Budget(minutes * 60, piece_seconds, max_steps),
        seed=seed,
        is_resumed=resume,
        is_fresh=fresh,
        is_compiled=compiled,
        scale=scale,
    )
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for name in stage:
        STAGES[name](run)


@app.command("eval")
def evaluate(
    *,
    folder: Annotated[
        Path | None, typer.Option("--model", help="A pipeline folder. Default: the embedded one.")
    ] = None,
    judge: Annotated[
        Path | None, typer.Option(help="Weights of another judge, for other concepts.")
    ] = None,
    pictures: Annotated[int, typer.Option(help="How many to draw.", min=24)] = 500,
    guidance: Annotated[
        float | None, typer.Option(help="Guidance scale. Default: the model's own.", min=1)
    ] = None,
    steps: Annotated[int, typer.Option(help="Steps of each picture.", min=1)] = 20,
    cards: Annotated[int, typer.Option(help="Test cards by sampler and steps.", min=1)] = 2,
    sampler: Annotated[
        list[str] | None, typer.Option(help="Who draws test cards; may be repeated. Default: all.")
    ] = None,
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    sheet: Annotated[Path | None, typer.Option(help="Write a contact sheet here.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Measure quality, safety, speed and size of the demo model."""
    from engine.demo import WEIGHTS
    from engine.demo.draw import find_device
    from engine.demo.evaluate import Conditions, default_guidance
    from engine.demo.evaluate import evaluate as examine
    from engine.demo.judge import JUDGE_WEIGHTS, Judge
    from engine.samplers import SAMPLERS, find_sampler

    model = folder or WEIGHTS
    samplers = [find_sampler(name).name for name in sampler or SAMPLERS]
    report = examine(
        model,
        Judge.read(judge or JUDGE_WEIGHTS),
        Conditions(guidance or default_guidance(model), pictures, steps, cards, tuple(samplers)),
        find_device(device),
    )
    if sheet is not None:
        report.sheet.save(sheet)
    typer.echo(json.dumps(dataclasses.asdict(report.figures)) if as_json else _table(report))


def _table(report: Report) -> str:
    """Return the report for people: a line for each figure, then each concept."""
    figures = dataclasses.asdict(report.figures)
    lines = [f"{report.num_pictures} pictures"]
    lines += [f"{name:24} {value}" for name, value in figures.items()]
    lines.append(f"{'trained_accuracy':24} {report.trained_accuracy}")
    lines.append(f"{'count_accuracy':24} {report.count_accuracy}")
    lines += [f"  {name:22} {value}" for name, value in sorted(report.by_concept.items())]
    return "\n".join(lines)
