"""The course of ``atelier bench gpu``: networks of real size, random weights, every batch."""

from __future__ import annotations

import dataclasses
from contextlib import closing
from typing import TYPE_CHECKING, Final

import msgspec
import torch

from engine.bench import shapes
from engine.bench.clocks import now, since
from engine.bench.course import read_rows, run_mixes
from engine.bench.flops import decode_gflop, row_gflop
from engine.bench.network import rows_per_second, time_sizes
from engine.bench.replay import replay
from engine.bench.report import MixReport
from engine.bench.subject import adopt, captions
from engine.bench.workload import Job
from engine.errors import EngineStartError
from engine.models.opening import choose_device, choose_dtype
from engine.reuse import FAST

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.bench.course import Course
    from engine.bench.subject import Subject

BATCH_SIZES: Final = (1, 2, 4, 8, 16, 32, 64, 128)
TINY_BATCH_SIZES: Final = (1, 2, 4, 16)
MAX_BATCH_ROWS: Final = 64
_STEPS: Final = 20
_IMAGES: Final = 64
_GIB: Final = 2**30
_TERA: Final = 1e3


class NetworkReport(msgspec.Struct, frozen=True, kw_only=True):
    """One network.

    Attributes:
        rows_per_s: Of the bare network by rows of a call, native size.
        row_gflop: Operations of one row, in thousand millions.
        network_tflop_per_s: The bare network at its best.
        mixes: As ``atelier bench engine``; empty where the engine refuses the network.
        end_to_end_images_per_s: Equal images of 20 guided steps, through this engine.
        end_to_end_tflop_per_s: The same, counting network and decoding.
        fast_images_per_s: The same pictures with the preset ``fast``.
        peak_gib: Of the device's memory, 0 on a CPU.
        refused: Why the engine does not serve it; empty when it does.
    """

    rows_per_s: dict[int, float]
    row_gflop: float
    network_tflop_per_s: float
    mixes: dict[str, MixReport]
    end_to_end_images_per_s: float
    end_to_end_tflop_per_s: float
    fast_images_per_s: float
    peak_gib: float
    refused: str


class GpuReport(msgspec.Struct, frozen=True, kw_only=True):
    """What ``atelier bench gpu`` measured.

    Attributes:
        networks: By name: ``sd15``, ``sdxl``.
        device: Where.
        dtype: In which the networks computed.
        trace: ``recorded``, or ``invented`` where the recorded one is not there.
        seconds: What all of it took.
    """

    networks: dict[str, NetworkReport]
    device: str
    dtype: str
    trace: str
    seconds: float


def measure_gpu(
    device: str, course: Course, on_progress: Callable[[str], None], *, is_tiny: bool
) -> GpuReport:
    """Measure both networks one after the other.

    Args:
        device: As ``[engine] device``.
        course: What to measure; each network gets half of its time.
        on_progress: Told what begins.
        is_tiny: Networks of a few thousand weights, to try the code without a GPU.

    Raises:
        EngineStartError: There is no such device.
    """
    start, where = now(), choose_device(device)
    dtype = choose_dtype("auto", where)
    half = dataclasses.replace(course, max_seconds=course.max_seconds / 2)
    networks: dict[str, NetworkReport] = {}
    name_of_device = ""
    for name, build in (("sd15", shapes.sd15), ("sdxl", shapes.sdxl)):
        on_progress(f"{name}: building")
        pipeline = build(where, dtype, is_tiny=is_tiny)
        rows = 16 if is_tiny else MAX_BATCH_ROWS
        subject = adopt(pipeline, captions(), name, is_screened=False, max_batch_rows=rows)
        name_of_device = subject.device_name
        networks[name] = _measure(subject, half, on_progress, is_tiny=is_tiny)
    return GpuReport(
        networks=networks,
        device=name_of_device,
        dtype=str(dtype).removeprefix("torch."),
        trace=read_rows(course)[1],
        seconds=since(start).wall,
    )


def _measure(
    subject: Subject, course: Course, on_progress: Callable[[str], None], *, is_tiny: bool
) -> NetworkReport:
    _forget_peak(subject)
    on_progress(f"{subject.name}: bare network")
    sizes = TINY_BATCH_SIZES if is_tiny else BATCH_SIZES
    times = time_sizes(subject, sizes)
    bare = rows_per_second(times, course.clock)
    gflop = row_gflop(subject)
    mixes: dict[str, MixReport] = {}
    images_per_s, fast_images_per_s, refused = 0.0, 0.0, ""
    num_images = 2 if is_tiny else _IMAGES
    try:
        mixes = run_mixes(subject, course, times, course.max_seconds, on_progress)
        images_per_s = _images_per_second(subject, num_images)
        fast_images_per_s = _images_per_second(subject, num_images, FAST)
    except EngineStartError as error:
        refused = str(error)
    image_gflop = 2 * _STEPS * gflop + decode_gflop(subject)
    return NetworkReport(
        rows_per_s=bare,
        row_gflop=gflop,
        network_tflop_per_s=max(bare.values()) * gflop / _TERA,
        mixes=mixes,
        end_to_end_images_per_s=images_per_s,
        end_to_end_tflop_per_s=images_per_s * image_gflop / _TERA,
        fast_images_per_s=fast_images_per_s,
        peak_gib=_peak_gib(subject),
        refused=refused,
    )


def _images_per_second(subject: Subject, num_images: int, preset: str = "") -> float:
    side = subject.sizing.native_side
    job = Job(
        prompt="a lighthouse on a cliff",
        seed=1,
        num_inference_steps=_STEPS,
        guidance_scale=7.5,
        width=side,
        height=side,
        num_images=num_images,
        sampler="DPM++ 2M Karras",
        preset=preset,
    )
    with closing(subject.make_engine()) as engine:
        replay(subject, engine, [dataclasses.replace(job, num_images=1)], "wall")
        return num_images / replay(subject, engine, [job], "wall").seconds.wall


def _forget_peak(subject: Subject) -> None:
    if subject.device.type == "cuda":
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats(subject.device)


def _peak_gib(subject: Subject) -> float:
    if subject.device.type != "cuda":
        return 0.0
    return torch.cuda.max_memory_allocated(subject.device) / _GIB
