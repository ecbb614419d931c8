"""The course of ``atelier bench gpu``: networks of real size, random weights, every batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from engine.bench import shapes
from engine.bench.allowance import Allowance
from engine.bench.clocks import now, since
from engine.bench.course import read_rows
from engine.bench.subject import adopt, captions
from engine.bench.untrained import NetworkReport, Scale, measure_network
from engine.calls.algorithms import pin_algorithms
from engine.memory import free_memory
from engine.models.opening import choose_device, choose_dtype

if TYPE_CHECKING:
    from collections.abc import Callable

    import torch

    from engine.bench.course import Course
    from engine.bench.subject import Subject

REAL: Final = Scale(sizes=(1, 2, 4, 8, 16, 32, 64, 128), max_batch_rows=64, num_images=64)
TINY: Final = Scale(sizes=(1, 2, 4, 16), max_batch_rows=16, num_images=4)
_BUILDERS: Final = {"sd15": shapes.sd15, "sdxl": shapes.sdxl}


class GpuReport(msgspec.Struct, frozen=True, kw_only=True):
    """What ``atelier bench gpu`` measured.

    Attributes:
        networks: By name: ``sd15``, ``sdxl``; one that could not be built is in ``skipped``.
        skipped: Why figures are missing, by network and part: no time, no memory, or what failed.
        device: Where.
        dtype: In which the networks computed.
        trace: ``recorded``, or ``invented`` where the recorded one is not there.
        seconds: What all of it took.
    """

    networks: dict[str, NetworkReport]
    skipped: dict[str, str]
    device: str
    dtype: str
    trace: str
    seconds: float


def measure_gpu(
    device: str, course: Course, on_progress: Callable[[str], None], *, is_tiny: bool
) -> GpuReport:
    """Measure both networks one after the other, each in its share of the time.

    Args:
        device: As ``[engine] device``.
        course: What to measure.
        on_progress: Told what begins.
        is_tiny: Networks of a few thousand weights, to try the code without a GPU.

    Raises:
        EngineStartError: There is no such device.
    """
    start, where, scale = now(), choose_device(device), TINY if is_tiny else REAL
    pin_algorithms(deterministic=False)  # for every contender alike, before the first call
    dtype = choose_dtype("auto", where)
    allowance = Allowance(course.max_seconds)
    networks: dict[str, NetworkReport] = {}
    name_of_device = str(where)
    for place, name in enumerate(_BUILDERS):
        given = allowance.share(1 / (len(_BUILDERS) - place))
        on_progress(f"{name}: building")
        subject = given.attempt(
            name,
            0.0,
            lambda name=name: _build(name, where, dtype, is_tiny=is_tiny),  # type: ignore[misc]
        )
        if subject is not None:
            name_of_device = subject.device_name
            networks[name] = measure_network(subject, course, scale, given, on_progress)
        del subject
        free_memory()
    return GpuReport(
        networks=networks,
        skipped=allowance.skipped,
        device=name_of_device,
        dtype=str(dtype).removeprefix("torch."),
        trace=read_rows(course)[1],
        seconds=since(start).wall,
    )


def _build(name: str, device: torch.device, dtype: torch.dtype, *, is_tiny: bool) -> Subject:
    return adopt(
        _BUILDERS[name](device, dtype, is_tiny=is_tiny),
        captions(),
        name,
        is_screened=False,
        max_batch_rows=(TINY if is_tiny else REAL).max_batch_rows,
        digest="untrained",
    )
