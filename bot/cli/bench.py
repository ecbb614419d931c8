"""``atelier bench``: measure this machine with the programs that Atelier stands beside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from engine.bench.clocks import Clock

app = typer.Typer(
    help="Measure the engine beside diffusers' own pipeline, in one run.", no_args_is_help=True
)

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Requests = Annotated[int, typer.Option(min=0, help="Jobs of each mix; 0: 24 single, 8 grids.")]
Rounds = Annotated[int, typer.Option(min=1, help="How often the contenders take turns.")]
Seed = Annotated[int, typer.Option(min=0, help="Of the draw from the trace.")]
MaxSeconds = Annotated[
    float, typer.Option(min=1, help="Fewer jobs are drawn where all would take longer.")
]
Trace = Annotated[
    Path | None, typer.Option(help="Recorded requests; where there are none they are invented.")
]
ClockName = Annotated[str, typer.Option("--clock", help="wall, or cpu on a busy machine.")]


@app.command("engine")
def engine_(
    *,
    as_json: Json = False,
    requests: Requests = 0,
    rounds: Rounds = 3,
    seed: Seed = 0,
    max_seconds: MaxSeconds = 570,
    clock: ClockName = "wall",
    threads: Annotated[int, typer.Option(min=0, help="CPU threads; 0: torch decides.")] = 0,
    model: Annotated[str, typer.Option(help="demo, a diffusers folder or a hub id.")] = "demo",
    device: Annotated[str, typer.Option(help="auto, cpu, cuda.")] = "auto",
    trace: Trace = None,
) -> None:
    """Draw recorded requests with this engine and with diffusers, in turns."""
    from engine.bench.course import Course, run_course
    from engine.bench.subject import load_subject
    from engine.bench.table import engine_table
    from engine.bench.trace import TRACE

    course = Course(
        requests=requests,
        rounds=rounds,
        clock=_clock(clock),
        seed=seed,
        max_seconds=max_seconds,
        trace=trace or TRACE,
    )
    report = run_course(load_subject(model, device, "auto", threads), course, _say)
    _print(report, engine_table(report), as_json=as_json)


@app.command()
def post(
    *,
    as_json: Json = False,
    rounds: Rounds = 10,
) -> None:
    """Mark and encode 512x512 pictures, with the libraries' own way beside ours."""
    from engine.bench.post import measure_post
    from engine.bench.table import post_table

    report = measure_post(rounds)
    _print(report, post_table(report), as_json=as_json)


@app.command()
def provenance(
    *,
    as_json: Json = False,
    pictures: Annotated[int, typer.Option(min=0, help="Marked pictures to attack.")] = 200,
    negatives: Annotated[int, typer.Option(min=0, help="Unmarked pictures.")] = 10_000,
    first: Annotated[
        int, typer.Option(min=0, help="Number of the first, to measure in pieces.")
    ] = 0,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0: one a core.")] = 0,
    model: Annotated[
        bool, typer.Option(help="Let the embedded model draw every fifth picture.")
    ] = True,
    photographs: Annotated[
        Path | None, typer.Option(exists=True, file_okay=False, help="Folder of your pictures.")
    ] = None,
    keep: Annotated[
        Path | None, typer.Option(file_okay=False, help="Folder to stop and go on with.")
    ] = None,
) -> None:
    """Mark pictures, attack them, and look for them among a million others."""
    import os

    from engine.bench.provenance import Scope, measure_provenance
    from engine.bench.provenance_table import provenance_table

    scope = Scope(
        pictures=pictures,
        negatives=negatives,
        first=first,
        workers=workers or os.cpu_count() or 1,
        model=model,
        photographs=photographs,
        keep=keep,
    )
    report = measure_provenance(scope, _say)
    _print(report, provenance_table(report), as_json=as_json)


@app.command()
def gpu(
    *,
    as_json: Json = False,
    requests: Requests = 0,
    rounds: Rounds = 3,
    seed: Seed = 0,
    max_seconds: MaxSeconds = 570,
    device: Annotated[str, typer.Option(help="cuda, cuda:N, or cpu with --tiny.")] = "cuda",
    tiny: Annotated[bool, typer.Option("--tiny", help="Tiny networks, to try the code.")] = False,
    trace: Trace = None,
) -> None:
    """Measure SD 1.5- and SDXL-shaped networks of random weights; nothing is downloaded."""
    from engine.bench.device import require_device

    require_device(device)
    from engine.bench.course import Course
    from engine.bench.gpu import measure_gpu
    from engine.bench.table import gpu_table
    from engine.bench.trace import TRACE

    course = Course(
        requests=requests,
        rounds=rounds,
        clock="wall",
        seed=seed,
        max_seconds=max_seconds,
        trace=trace or TRACE,
    )
    report = measure_gpu(device, course, _say, is_tiny=tiny)
    _print(report, gpu_table(report), as_json=as_json)


@app.command()
def rules(*, as_json: Json = False, trace: Trace = None) -> None:
    """Look for 200 words in 40 disguises, and for false alarms in recorded prompts."""
    from bot.bench.rules import measure_rules, rules_table
    from engine.bench.trace import TRACE

    report = measure_rules(trace or TRACE)
    _print(report, rules_table(report), as_json=as_json)


@app.command()
def policy(
    *,
    as_json: Json = False,
    runs: Annotated[int, typer.Option(min=1, help="Random cases.")] = 10_000,
    end_to_end: Annotated[
        int, typer.Option(min=0, help="So many of them through a real bot in the playground.")
    ] = 0,
    seed: Seed = 0,
) -> None:
    """Decide and deliver at random while things fail; look for what nobody should have seen."""
    from bot.bench.end_to_end import measure_end_to_end
    from bot.bench.policy import add_reports, measure_policy, policy_table

    reports = [measure_end_to_end(end_to_end, seed)] if end_to_end else []
    if runs > end_to_end:
        reports.append(measure_policy(runs - end_to_end, seed))
    report = add_reports(reports)
    _print(report, policy_table(report), as_json=as_json)


@app.command()
def queue(
    *,
    as_json: Json = False,
    waiting: Annotated[int, typer.Option(min=1, help="Jobs that wait meanwhile.")] = 100_000,
    database_url: Annotated[
        str, typer.Option(help="An unused database; without it a SQLite file for the while.")
    ] = "",
) -> None:
    """Measure claims, places, holds and fairness of the queue on a database."""
    from bot.bench.queue import queue_table
    from bot.bench.queue_ground import run_queue_bench

    report = run_queue_bench(database_url, waiting=waiting)
    _print(report, queue_table(report), as_json=as_json)


@app.command("bot")
def bot_(
    *,
    as_json: Json = False,
    per_second: Annotated[float, typer.Option(min=1, help="Commands a second.")] = 50,
    seconds: Annotated[float, typer.Option(min=5, help="How long.")] = 20,
) -> None:
    """Let fifty people use commands at once, and measure how soon the bot answers."""
    from bot.bench.answering import bot_table, run_bot_bench

    report = run_bot_bench(per_second, seconds)
    _print(report, bot_table(report), as_json=as_json)


def _clock(name: str) -> Clock:
    if name not in {"wall", "cpu"}:
        message = "is neither wall nor cpu"
        raise typer.BadParameter(message, param_hint="--clock")
    return "wall" if name == "wall" else "cpu"


def _say(text: str) -> None:
    typer.echo(text, err=True)


def _print(report: Any, table: str, *, as_json: bool) -> None:
    import msgspec

    if as_json:
        typer.echo(msgspec.json.format(msgspec.json.encode(report)).decode())
    else:
        typer.echo(table)
