"""The whole course of ``atelier bench engine``: both mixes, then single ticks."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import torch

from engine.bench.clocks import now, since
from engine.bench.contest import hold_contest
from engine.bench.network import rows_per_second, time_sizes
from engine.bench.plan import Estimate, plan_contests
from engine.bench.report import EngineReport
from engine.bench.ticks import measure_join, overhead_per_tick
from engine.bench.trace import TRACE, Mix, invent_trace, read_trace
from engine.bench.workload import DEFAULT_REQUESTS, draw_jobs

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from engine.bench.clocks import Clock, Seconds
    from engine.bench.report import MixReport
    from engine.bench.subject import Subject
    from engine.bench.trace import Row
    from engine.bench.workload import Job

MIN_ROUNDS: Final = 3
MAX_SECONDS: Final = 570.0
_INVENTED: Final = 450
_TAIL_SECONDS_SHARE: Final = 0.06  # of the time, for what is measured after the mixes
_SMALL: Final = 2  # rows of diffusers' call for one guided image


@dataclass(frozen=True, slots=True)
class Course:
    """What to measure, and for how long.

    Attributes:
        requests: Jobs of both mixes; 0: 24 single ones and 8 grids.
        rounds: How often contenders take turns.
        clock: That the report is by.
        seed: Of the draw and of the arrivals.
        max_seconds: The mixes are cut to fit into these.
        trace: Recorded requests; where there is no such file they are invented.
    """

    requests: int = 0
    rounds: int = MIN_ROUNDS
    clock: Clock = "wall"
    seed: int = 0
    max_seconds: float = MAX_SECONDS
    trace: Path = TRACE


def run_course(
    subject: Subject, course: Course, on_progress: Callable[[str], None]
) -> EngineReport:
    """Measure everything.

    Args:
        subject: What to draw with.
        course: What to measure.
        on_progress: Told what begins.
    """
    start, load = now(), os.getloadavg()[0]
    on_progress("bare network")
    times = time_sizes(subject)
    bare = rows_per_second(times, course.clock)
    left = course.max_seconds * (1 - _TAIL_SECONDS_SHARE) - since(start).wall
    mixes = run_mixes(subject, course, times, left, on_progress)
    on_progress("single ticks")
    join = measure_join(subject)
    return EngineReport(
        mixes=mixes,
        overhead_per_tick=overhead_per_tick(subject, course.clock),
        join_ticks=join.ticks,
        joined_first=join.finished_first,
        bare_rows_per_s=bare,
        bare_gain=max(bare.values()) / bare[_SMALL],
        requests={name: mix.requests for name, mix in mixes.items()},
        rounds=course.rounds,
        device=subject.device_name,
        threads=torch.get_num_threads(),
        clock=course.clock,
        load=(load, os.getloadavg()[0]),
        model=subject.name,
        trace=read_rows(course)[1],
        seconds=since(start).wall,
    )


def run_mixes(
    subject: Subject,
    course: Course,
    times: Mapping[int, Seconds],
    seconds: float,
    on_progress: Callable[[str], None],
) -> dict[str, MixReport]:
    """Hold a contest over each mix.

    Args:
        subject: What to draw with.
        course: What to measure.
        times: Of the network's calls of 2 and of 16 rows, to foresee what fits.
        seconds: For all of it.
        on_progress: Told what begins.

    Raises:
        EngineStartError: The engine does not serve this kind of pipeline.
    """
    subject.make_engine().close()  # refused before anything is drawn
    start, rows = now(), read_rows(course)[0]
    estimate = Estimate.of(subject, times, course.rounds)
    left = {mix: _jobs(subject, course, rows, mix) for mix in DEFAULT_REQUESTS}
    reports: dict[str, MixReport] = {}
    while left:  # what an earlier mix did not need, later ones have
        plans = plan_contests(left, estimate, seconds - since(start).wall)
        mix, jobs = next(iter(left.items()))
        del left[mix]
        reports[mix] = hold_contest(
            subject,
            plans[mix],
            num_rounds=course.rounds,
            clock=course.clock,
            seed=course.seed,
            num_asked=len(jobs),
            on_progress=lambda text, mix=mix: on_progress(f"{subject.name}, {mix}: {text}"),  # type: ignore[misc]
        )
    return reports


def read_rows(course: Course) -> tuple[list[Row], str]:
    """Read the course's trace, or invent one; says which."""
    recorded = read_trace(course.trace)
    if recorded is not None:
        return recorded, "recorded"
    return invent_trace(_INVENTED, course.seed), "invented"


def _jobs(subject: Subject, course: Course, rows: Sequence[Row], mix: Mix) -> list[Job]:
    count = course.requests or DEFAULT_REQUESTS[mix]
    return draw_jobs(
        rows,
        mix,
        count=count,
        seed=course.seed,
        sizing=subject.sizing,
        prompts=subject.prompts,
    )
