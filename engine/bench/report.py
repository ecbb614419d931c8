"""What the benchmarks say, as one object for machines."""

from __future__ import annotations

import msgspec

from engine.bench.clocks import Clock, Spread


class Ratios(msgspec.Struct, frozen=True, kw_only=True):
    """Speeds by one clock; each over all rounds.

    Attributes:
        images_per_s: This engine's.
        rows_per_s: Rows of network calls in a second of the whole replay.
        sequential: Over diffusers' pipeline, job after job.
        static: Over the same with equal jobs in one batch.
        floor: Rows a second over those of the bare network at the same calls.
        bare_gain: What ``sequential`` would be if nothing but the network took time: the bare
            network at diffusers' calls over the bare network at the engine's.
    """

    images_per_s: Spread
    rows_per_s: Spread
    sequential: Spread
    static: Spread
    floor: Spread
    bare_gain: Spread


class MixReport(msgspec.Struct, frozen=True, kw_only=True):
    """One mix of jobs.

    Attributes:
        requests: Jobs drawn.
        requests_asked: Jobs asked for; more than ``requests`` where time was too short.
        images: In all of them.
        images_per_s: Median, by the report's clock, all jobs there at the start.
        ratio_sequential: Likewise; how many times as fast as diffusers job after job.
        ratio_static: Likewise, over diffusers with equal jobs in one batch.
        ratio_floor: Likewise, rows a second over those of the bare network.
        bare_gain: Likewise; the ``ratio_sequential`` that these sizes and this machine allow.
        small_wait_ratio: Mean wait of the smallest third of the jobs over theirs in turn.
        wait_ratio: The same over all jobs.
        latency_seconds: Waits with this engine: ``p50``, ``p90``, ``p99``.
        arrivals: People who came one by one for the waits; jobs may come more than once.
        arrivals_per_s: Of the Poisson arrivals for the waits.
        mean_rows: Of a network call.
        equal_jobs: Jobs that had an equal to share a static batch with.
        spreads: By clock: median, lowest and highest of the rounds.
    """

    requests: int
    requests_asked: int
    images: int
    images_per_s: float
    ratio_sequential: float
    ratio_static: float
    ratio_floor: float
    bare_gain: float
    small_wait_ratio: float
    wait_ratio: float
    latency_seconds: dict[str, float]
    arrivals: int
    arrivals_per_s: float
    mean_rows: float
    equal_jobs: int
    spreads: dict[Clock, Ratios]


class JoinReport(msgspec.Struct, frozen=True, kw_only=True):
    """A short request that meets long ones.

    Attributes:
        ticks: From its arrival to its first step, that tick counted.
        finished_first: Whether it was done before all that started with it or later.
    """

    ticks: int
    finished_first: bool


class EngineReport(msgspec.Struct, frozen=True, kw_only=True):
    """What ``atelier bench engine`` measured.

    Attributes:
        mixes: By name: ``single``, ``grid``.
        overhead_per_tick: Share of a tick of 16 rows outside the network.
        join_ticks: See ``JoinReport.ticks``.
        joined_first: See ``JoinReport.finished_first``.
        bare_rows_per_s: The bare network's rows a second by rows of a call, native size.
        bare_gain: The largest of them over that at 2 rows: what batching wins where all sizes
            are equal.
        requests: Jobs drawn, by mix.
        rounds: How often the contenders took turns.
        device: Where.
        threads: CPU threads of the network.
        clock: That the figures outside ``spreads`` are by.
        load: Of the machine at start and end: processes that wanted to run, over a minute.
        model: What was drawn with.
        trace: ``recorded``, or ``invented`` where the recorded one is not there.
        seconds: What all of it took.
    """

    mixes: dict[str, MixReport]
    overhead_per_tick: float
    join_ticks: int
    joined_first: bool
    bare_rows_per_s: dict[int, float]
    bare_gain: float
    requests: dict[str, int]
    rounds: int
    device: str
    threads: int
    clock: Clock
    load: tuple[float, float]
    model: str
    trace: str
    seconds: float
