"""The benchmarks' reports as text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from engine.bench.clocks import Clock, Spread
    from engine.bench.gpu import GpuReport
    from engine.bench.post import PostReport
    from engine.bench.report import EngineReport, MixReport
    from engine.bench.untrained import NetworkReport


def engine_table(report: EngineReport) -> str:
    """Word what ``atelier bench engine`` measured."""
    lines = [
        (
            f"{report.model} on {report.device}; {report.clock} clock, {report.rounds} rounds, "
            f"{report.trace} trace, load {report.load[0]:.1f} to {report.load[1]:.1f}, "
            f"{report.seconds:.0f} s"
        ),
        *_mixes(report.mixes, report.clock),
        f"a tick outside the network    {report.overhead_per_tick:8.1%}",
        (
            f"a short request joins within  {report.join_ticks:8} ticks"
            f"{'' if report.joined_first else ', AND IS OVERTAKEN'}"
        ),
        _rates(report.bare_rows_per_s),
    ]
    return "\n".join(lines)


def post_table(report: PostReport) -> str:
    """Word what ``atelier bench post`` measured."""
    return (
        f"{report.width}x{report.height}, {report.rounds} rounds, load {report.load:.1f}\n"
        f"ours       {_spread(report.spread_per_image)} ms CPU, {report.kib_per_image:.0f} KiB\n"
        f"libraries  {_spread(report.spread_library)} ms CPU, {report.kib_library:.0f} KiB"
    )


def gpu_table(report: GpuReport) -> str:
    """Word what ``atelier bench gpu`` measured."""
    lines = [f"{report.device}, {report.dtype}, {report.trace} trace, {report.seconds:.0f} s"]
    for name, network in report.networks.items():
        lines += ["", name, *_network(network)]
    lines += ["", *(f"without {part}: {why}" for part, why in report.skipped.items())]
    return "\n".join(lines)


def _network(network: NetworkReport) -> Iterator[str]:
    yield _rates(network.rows_per_s)
    yield (
        f"network alone {network.network_tflop_per_s:.1f} TFLOP/s, one row "
        f"{network.row_gflop:.0f} GFLOP"
    )
    if network.refused:
        yield f"the engine refuses it: {network.refused}"
        return
    yield (
        f"one picture of 20 steps {network.one_image_seconds:.2f} s, with diffusers "
        f"{network.diffusers_seconds:.2f} s"
    )
    yield (
        f"{network.end_to_end_images} of them {network.end_to_end_images_per_s:.2f} a second, "
        f"{network.end_to_end_tflop_per_s:.1f} TFLOP/s; preset fast "
        f"{network.fast_images_per_s:.2f} a second"
    )
    if network.overhead_per_tick is not None:
        yield f"a tick outside the network {network.overhead_per_tick:.1%}"
    if network.join_ticks is not None:
        yield f"a short request joins within {network.join_ticks} ticks"
    peaks = ", ".join(f"{part} {gib:.2f}" for part, gib in network.peak_gib.items())
    yield f"GiB of memory at most: {peaks}"
    yield from _mixes(network.mixes, "wall")


def _mixes(mixes: Mapping[str, MixReport], clock: Clock) -> Iterator[str]:
    for name, mix in mixes.items():
        cut = "" if mix.requests == mix.requests_asked else f" of {mix.requests_asked} asked for"
        ratios = mix.spreads[clock]
        yield ""
        yield (
            f"{name}: {mix.requests} requests{cut}, {mix.images} images, {mix.equal_jobs} with an "
            f"equal, {mix.mean_rows:.1f} rows a call"
        )
        yield f"  images a second             {_spread(ratios.images_per_s)}"
        yield f"  over diffusers in turn      {_spread(ratios.sequential)}"
        yield f"    the network's own gain    {_spread(ratios.bare_gain)}"
        yield f"  over diffusers, equals      {_spread(ratios.static)}"
        yield f"  over the bare network       {_spread(ratios.floor)}"
        yield f"  wait of the smallest third  {mix.small_wait_ratio:8.2f} of diffusers in turn"
        yield f"  wait of all                 {mix.wait_ratio:8.2f}"
        waits = ", ".join(f"{name} {wait:.2f} s" for name, wait in mix.latency_seconds.items())
        yield f"  waits with this engine      {waits}"
    yield ""


def _rates(rates: Mapping[int, float]) -> str:
    return "rows a second by rows: " + ", ".join(f"{k}: {v:.1f}" for k, v in rates.items())


def _spread(values: Spread) -> str:
    return f"{values.median:8.2f} ({values.low:.2f} to {values.high:.2f})"
