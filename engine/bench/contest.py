"""A contest: the contenders draw the same jobs in turns, several times over."""

from __future__ import annotations

import statistics
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.bench import pipelines
from engine.bench.arrivals import come_in_time, visiting_order
from engine.bench.clocks import Clock, Seconds, add, now, percentiles, since, spread
from engine.bench.network import time_call, time_calls
from engine.bench.plan import SAMPLED
from engine.bench.replay import replay
from engine.bench.report import MixReport, Ratios
from engine.bench.visit import visit_of
from engine.bench.workload import batches_of, smallest_third

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.bench.clocks import Spread
    from engine.bench.plan import Plan
    from engine.bench.replay import Replay
    from engine.bench.subject import Subject
    from engine.bench.workload import Job
    from engine.engine import Engine

FLOOR_SAMPLES: Final = 24  # calls of the bare network in each round
CLOCKS: Final[tuple[Clock, ...]] = ("wall", "cpu")


@dataclass(frozen=True, slots=True)
class Round:
    """One turn of every contender, all jobs there at the start.

    Attributes:
        engine: This engine's.
        alone: What each job took with diffusers, one after another.
        static: Diffusers with equal jobs in one batch.
        floor_rows: Rows of the bare network's calls.
        floor: What these took.
        bare_alone: What the network alone takes for diffusers' calls.
    """

    engine: Replay
    alone: tuple[Seconds, ...]
    static: Seconds
    floor_rows: int
    floor: Seconds
    bare_alone: Seconds

    @property
    def sequential(self) -> Seconds:
        """Diffusers, all jobs one after another."""
        return add(self.alone)


def play_round(subject: Subject, engine: Engine, jobs: Sequence[Job], *, is_first: bool) -> Round:
    """Let every contender draw all jobs once; the floor repeats some of the engine's calls.

    Args:
        subject: What to draw with.
        engine: That draws.
        jobs: All there at the start.
        is_first: Whether the engine draws before diffusers. Where they take turns in that, a
            machine that becomes slower favours nobody.
    """
    theirs = None if is_first else _theirs(subject, jobs)
    ours = replay(subject, engine, jobs)
    floor_rows, floor = time_calls(subject, ours.calls, FLOOR_SAMPLES)
    bare_alone = add(bare_job(subject, job) for job in jobs)
    alone, static = theirs or _theirs(subject, jobs)
    return Round(ours, alone, static, floor_rows, floor, bare_alone)


def _theirs(subject: Subject, jobs: Sequence[Job]) -> tuple[tuple[Seconds, ...], Seconds]:
    """Let diffusers draw all jobs, in turn and with equals together."""
    alone = pipelines.draw_one_by_one(subject, jobs)
    return tuple(alone), pipelines.draw_by_kind(subject, jobs, alone)


def bare_job(subject: Subject, job: Job) -> Seconds:
    """Say what the network alone takes for a job that shares no call, from one such call."""
    channels, factor = subject.latent_shape[0], subject.scale_factor
    shape = (job.num_rows, channels, job.height // factor, job.width // factor)
    call = time_call(subject, shape)
    return Seconds(call.wall * job.num_inference_steps, call.cpu * job.num_inference_steps)


def hold_contest(
    subject: Subject,
    plan: Plan,
    *,
    num_rounds: int,
    clock: Clock,
    seed: int,
    num_asked: int,
    on_progress: Callable[[str], None],
) -> MixReport:
    """Let the contenders take turns, then replay the jobs once as people would send them.

    The engine is made once, as a service's is. In its first round it has no sampler table yet,
    and the spread shows what making them costs.

    Args:
        subject: What to draw with.
        plan: Who takes part.
        num_rounds: Turns of every contender.
        clock: That the report's main figures are by.
        seed: Of the arrivals.
        num_asked: Jobs that the report's reader asked for.
        on_progress: Told what begins.
    """
    rounds: list[Round] = []
    start, jobs = now(), plan.jobs[: plan.num_in_rounds]
    with closing(subject.make_engine()) as engine:
        for number in range(num_rounds):
            on_progress(f"round {number + 1} of {num_rounds}")
            is_first = number % 2 == 0
            rounds.append(play_round(subject, engine, jobs, is_first=is_first))
            on_progress(_line(ratios_of(jobs, rounds[-1:], clock)))
        on_progress("arrivals")
        others = pipelines.draw_one_by_one(subject, plan.jobs[plan.num_in_rounds :])
        before = [*services_of(rounds, clock), *(length.by(clock) for length in others)]
        order = come_in_time(
            visiting_order(len(plan.jobs), plan.visits, seed),
            before,
            plan.seconds - since(start).wall - sum(before[::SAMPLED]),
        )
        visit = visit_of(
            subject, engine, plan.jobs, before=before, order=order, clock=clock, seed=seed
        )
    spreads = {name: ratios_of(jobs, rounds, name) for name in CLOCKS}
    main, ours = spreads[clock], rounds[-1].engine
    return MixReport(
        requests=len(jobs),
        requests_asked=num_asked,
        images=sum(job.num_images for job in jobs),
        images_per_s=main.images_per_s.median,
        ratio_sequential=main.sequential.median,
        ratio_static=main.static.median,
        ratio_floor=main.floor.median,
        bare_gain=main.bare_gain.median,
        small_wait_ratio=visit.ratio(smallest_third(visit.jobs)),
        wait_ratio=visit.ratio(range(len(visit.jobs))),
        latency_seconds=percentiles(visit.ours),
        arrivals=len(visit.jobs),
        arrivals_per_s=visit.rate,
        mean_rows=ours.num_rows / len(ours.calls),
        equal_jobs=sum(len(batch) for batch in batches_of(jobs) if len(batch) > 1),
        spreads=spreads,
    )


def _line(ratios: Ratios) -> str:
    return (
        f"  {ratios.images_per_s.median:.3f} images/s, {ratios.sequential.median:.2f} of diffusers "
        f"in turn (network alone {ratios.bare_gain.median:.2f}), {ratios.static.median:.2f} with "
        f"equals together, {ratios.floor.median:.2f} of the bare network"
    )


def services_of(rounds: Sequence[Round], clock: Clock) -> list[float]:
    """Say what each job takes with diffusers alone, the median of the rounds."""
    columns = zip(*(turn.alone for turn in rounds), strict=True)
    return [statistics.median(length.by(clock) for length in column) for column in columns]


def ratios_of(jobs: Sequence[Job], rounds: Sequence[Round], clock: Clock) -> Ratios:
    """Compare the contenders of every round by one clock."""
    images = sum(job.num_images for job in jobs)
    ours = [turn.engine.seconds.by(clock) for turn in rounds]
    rates = [turn.engine.num_rows / time for turn, time in zip(rounds, ours, strict=True)]
    floors = [turn.floor_rows / turn.floor.by(clock) for turn in rounds]
    bare = [turn.engine.num_rows / floor for turn, floor in zip(rounds, floors, strict=True)]
    return Ratios(
        images_per_s=spread([images / time for time in ours]),
        rows_per_s=spread(rates),
        sequential=_over(ours, [turn.sequential.by(clock) for turn in rounds]),
        static=_over(ours, [turn.static.by(clock) for turn in rounds]),
        floor=_over(floors, rates),
        bare_gain=_over(bare, [turn.bare_alone.by(clock) for turn in rounds]),
    )


def _over(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    return spread([their / our for our, their in zip(ours, theirs, strict=True)])
