"""One untrained network: how fast it draws, alone and in company, and in how much memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import msgspec

from engine.bench.contest import hold_contest
from engine.bench.course import read_rows
from engine.bench.equal_pictures import ROWS, STEPS, draw_equal, draw_with_diffusers
from engine.bench.flops import decode_gflop, row_gflop
from engine.bench.foresight import Pace, foresee_contest
from engine.bench.ladder import climb
from engine.bench.network import rows_per_second
from engine.bench.report import MixReport
from engine.bench.ticks import ROWS as TICK_ROWS
from engine.bench.ticks import measure_join, overhead_per_tick
from engine.bench.workload import DEFAULT_REQUESTS, draw_jobs
from engine.errors import EngineStartError
from engine.reuse import FAST

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.bench.allowance import Allowance
    from engine.bench.clocks import Seconds
    from engine.bench.course import Course
    from engine.bench.subject import Subject
    from engine.bench.trace import Mix

_TERA: Final = 1e3
_GIB: Final = 2**30
_LADDER_SHARE: Final = 0.3  # of the time
_PICTURES_SHARE: Final = 0.2  # of what is left, for many pictures, and for those of preset fast
_BESIDES: Final = 3.0  # what is known of the network alone, for all else and a first time
_TICKS: Final = 80  # of each measurement of single ticks, about
_TABLES_SECONDS: Final = 3.0  # for tables of samplers that are new there

_SMALL: Final = 2  # rows of a call for one guided picture

Figures = dict[str, Any]
ResultT = TypeVar("ResultT")


class Scale(NamedTuple):
    """How much is measured of a network.

    Attributes:
        sizes: Rows of the bare network's calls, ascending.
        max_batch_rows: Of the engine.
        num_images: Equal pictures drawn at once, if there is time for so many.
    """

    sizes: tuple[int, ...]
    max_batch_rows: int
    num_images: int


class NetworkReport(msgspec.Struct, frozen=True, kw_only=True):
    """One network; what is missing or 0 is explained in ``GpuReport.skipped`` or ``refused``.

    Attributes:
        rows_per_s: Of the bare network by rows of a call, native size.
        row_gflop: Operations of one row, in thousand millions.
        network_tflop_per_s: The bare network at its best.
        mixes: As ``atelier bench engine``.
        rounds: How often the contenders took turns, by mix.
        overhead_per_tick: Share of a tick of 16 rows outside the network.
        join_ticks: Ticks from a short request's arrival among long ones to its first step.
        one_image_seconds: One guided picture of 20 steps by itself, through this engine.
        diffusers_seconds: The same picture through diffusers' pipeline.
        end_to_end_images: Equal pictures drawn at once for the next figures.
        end_to_end_images_per_s: Of 20 guided steps, through this engine.
        end_to_end_tflop_per_s: The same, counting network and decoding.
        fast_images_per_s: The same pictures with the preset ``fast``.
        peak_gib: Most of the device's memory in use, by part; 0 on a CPU.
        refused: Why the engine does not serve it; empty when it does.
    """

    rows_per_s: dict[int, float]
    row_gflop: float
    network_tflop_per_s: float
    mixes: dict[str, MixReport] = {}
    rounds: dict[str, int] = {}
    overhead_per_tick: float | None = None
    join_ticks: int | None = None
    one_image_seconds: float = 0.0
    diffusers_seconds: float = 0.0
    end_to_end_images: int = 0
    end_to_end_images_per_s: float = 0.0
    end_to_end_tflop_per_s: float = 0.0
    fast_images_per_s: float = 0.0
    peak_gib: dict[str, float] = {}
    refused: str = ""


@dataclass(frozen=True, slots=True)
class _Run:
    """What every part of one network's measurement is given.

    Attributes:
        subject: The network, in a pipeline.
        course: What to measure.
        scale: How much of it.
        allowance: Of time; says what was left out.
        say: Told what begins.
        times: Of the bare network's calls, by rows.
    """

    subject: Subject
    course: Course
    scale: Scale
    allowance: Allowance
    say: Callable[[str], None]
    times: dict[int, Seconds]

    def attempt(self, part: str, seconds: float, measure: Callable[[], ResultT]) -> ResultT | None:
        """Measure a part that is foreseen to fit; None, and its reason noted, where it fails."""
        self.say(part)
        return self.allowance.attempt(f"{self.subject.name}: {part}", seconds, measure)


def measure_network(
    subject: Subject,
    course: Course,
    scale: Scale,
    allowance: Allowance,
    on_progress: Callable[[str], None],
) -> NetworkReport:
    """Measure what fits into the time, beginning with what needs least of it.

    Args:
        subject: The network, in a pipeline.
        course: What to measure.
        scale: How much of it.
        allowance: Of time; says what was left out.
        on_progress: Told what begins.
    """
    on_progress(f"{subject.name}: bare network")
    subject.forget_peak()
    times = climb(subject, scale.sizes, allowance.share(_LADDER_SHARE))
    figures = _of_network(subject, times, course)

    def say(text: str) -> None:
        on_progress(f"{subject.name}: {text}")

    run = _Run(subject, course, scale, allowance, say, times)
    try:
        for measure in (_one_picture, _many_pictures, _single_ticks, _mixes):
            found = measure(run, figures)
            peaks = {**figures["peak_gib"], **found.get("peak_gib", {})}
            figures = {**figures, **found, "peak_gib": peaks}
    except EngineStartError as error:
        figures["refused"] = str(error)
    return NetworkReport(**figures)


def _of_network(subject: Subject, times: dict[int, Seconds], course: Course) -> Figures:
    rows_per_s, gflop = rows_per_second(times, course.clock), row_gflop(subject)
    return {
        "rows_per_s": rows_per_s,
        "row_gflop": gflop,
        "network_tflop_per_s": max(rows_per_s.values(), default=0.0) * gflop / _TERA,
        "peak_gib": {"bare network": subject.peak_bytes() / _GIB},
    }


def _one_picture(run: _Run, _: Figures) -> Figures:
    """Draw one picture by itself, as this engine and as diffusers do, each once before."""
    if _SMALL not in run.times:
        return {}
    subject, foreseen = run.subject, _BESIDES * 2 * STEPS * run.times[_SMALL].wall
    ours = run.attempt("one picture", foreseen, lambda: draw_equal(subject, 1, max_batch_rows=2))
    if ours is None:
        return {}
    theirs = run.attempt(
        "diffusers' picture", _BESIDES * ours.seconds, lambda: draw_with_diffusers(subject)
    )
    return {
        "one_image_seconds": ours.seconds,
        "diffusers_seconds": theirs or 0.0,
        "peak_gib": {"one picture": ours.peak_gib},
    }


def _many_pictures(run: _Run, figures: Figures) -> Figures:
    """Draw as many equal pictures at once as there is time for, then the same in a hurry."""
    alone = figures.get("one_image_seconds")
    if not alone:
        return {}
    given = run.allowance.share(_PICTURES_SHARE).left
    count = max(2, min(run.scale.num_images, int(given / alone)))
    whole, fast = (
        run.attempt(
            f"{count} pictures{' ' + preset if preset else ''}",
            (count + 1) * alone,
            lambda preset=preset: draw_equal(run.subject, count, preset=preset),  # type: ignore[misc]
        )
        for preset in ("", FAST)
    )
    rate = count / whole.seconds if whole else 0.0
    image_gflop = ROWS * figures["row_gflop"] + decode_gflop(run.subject)
    return {
        "end_to_end_images": count,
        "end_to_end_images_per_s": rate,
        "end_to_end_tflop_per_s": rate * image_gflop / _TERA,
        "fast_images_per_s": count / fast.seconds if fast else 0.0,
        "peak_gib": {f"{count} pictures": whole.peak_gib} if whole else {},
    }


def _single_ticks(run: _Run, figures: Figures) -> Figures:
    if TICK_ROWS not in run.times or not figures.get("one_image_seconds"):
        return {}
    foreseen = _TICKS * run.times[TICK_ROWS].wall * 2 + _TABLES_SECONDS
    clock = run.course.clock
    join = run.attempt("joining", foreseen, lambda: measure_join(run.subject))
    return {
        "join_ticks": join.ticks if join else None,
        "overhead_per_tick": run.attempt(
            "single ticks", foreseen, lambda: overhead_per_tick(run.subject, clock)
        ),
    }


def _mixes(run: _Run, figures: Figures) -> Figures:
    """Hold a contest over each mix, the first in half of the time that is left."""
    rate = figures.get("end_to_end_images_per_s")
    if not rate:
        return {}
    alone = max(figures["one_image_seconds"], figures["diffusers_seconds"])
    pace = Pace(small=ROWS / alone, full=ROWS * rate)
    mixes: dict[str, MixReport] = {}
    rounds: dict[str, int] = {}
    run.subject.forget_peak()
    for place, mix in enumerate(DEFAULT_REQUESTS):
        seconds = run.allowance.left / (len(DEFAULT_REQUESTS) - place)
        report, rounds[mix] = _contest(run, mix, pace, seconds)
        if report is not None:
            mixes[mix] = report
    return {
        "mixes": mixes,
        "rounds": {mix: rounds[mix] for mix in mixes},
        "peak_gib": {"mixes": run.subject.peak_bytes() / _GIB},
    }


def _contest(run: _Run, mix: Mix, pace: Pace, seconds: float) -> tuple[MixReport | None, int]:
    subject, course = run.subject, run.course
    asked = draw_jobs(
        read_rows(course)[0],
        mix,
        count=course.requests or DEFAULT_REQUESTS[mix],
        seed=course.seed,
        sizing=subject.sizing,
        prompts=subject.prompts,
    )
    foreseen = foresee_contest(
        asked, subject.sizing, pace, num_rounds=course.rounds, seconds=seconds
    )

    def say(text: str) -> None:
        run.allowance.check()
        run.say(f"{mix}: {text}")

    report = run.attempt(
        mix,
        foreseen.seconds,
        lambda: hold_contest(
            subject,
            foreseen.plan,
            num_rounds=foreseen.num_rounds,
            clock=course.clock,
            seed=course.seed,
            num_asked=len(asked),
            on_progress=say,
        ),
    )
    return report, foreseen.num_rounds
