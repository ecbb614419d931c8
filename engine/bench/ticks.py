"""Single ticks: what they cost beside the network, and how soon a newcomer has one."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from engine.bench.clocks import READ
from engine.bench.network import watching
from engine.bench.report import JoinReport
from engine.bench.workload import SAMPLERS
from engine.params import GenerationParams
from engine.protocol import Accepted, Finished, Stepped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.bench.clocks import Clock
    from engine.bench.subject import Subject
    from engine.engine import Engine

ROWS: Final = 16
LONG_STEPS: Final = 150
SHORT_STEPS: Final = 20
_WARM_TICKS: Final = 3
_GUIDANCE: Final = 7.0


def overhead_per_tick(subject: Subject, clock: Clock, num_ticks: int = 40) -> float:
    """Measure the share of a tick of 16 rows that is spent outside the network.

    Eight guided requests, all samplers among them, that neither begin nor end meanwhile.
    On a GPU the device is waited for before and after each call of the network, so that nothing
    overlaps: in service the share is smaller.
    """
    engine = subject.make_engine(ROWS)
    read = READ[clock]
    try:
        seeds = range(ROWS // 2)
        _enter(engine, [_submit(engine, LONG_STEPS, s, SAMPLERS[s % len(SAMPLERS)]) for s in seeds])
        with _settled(subject), watching(subject.pipeline.unet, clock) as watch:
            start = read()
            for _ in range(num_ticks):
                engine.tick()
            total = read() - start
    finally:
        engine.close()
    return 1 - watch.seconds / total


@contextmanager
def _settled(subject: Subject) -> Iterator[None]:
    """Wait for the device around each call of the network; hooks run in the order of coming."""

    def wait(*_: object) -> None:
        subject.wait()

    network = subject.pipeline.unet
    hooks = [network.register_forward_pre_hook(wait), network.register_forward_hook(wait)]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


def measure_join(subject: Subject, *, long_steps: int = LONG_STEPS) -> JoinReport:
    """Send a short request into an engine full of long ones, others with it and after it.

    The engine has drawn as short a one before, as in any service: a new sampler table is made by
    a thread beside the loop, in milliseconds that are many ticks of a tiny network.
    """
    engine = subject.make_engine(ROWS)
    try:
        _submit(engine, SHORT_STEPS, ROWS)
        _first_finished(engine)
        _enter(engine, [_submit(engine, long_steps, seed) for seed in range(ROWS)])  # twice full
        _submit(engine, long_steps, ROWS)
        short = _submit(engine, SHORT_STEPS, ROWS + 1)
        ticks = _ticks_to_first_step(engine, short)
        _submit(engine, SHORT_STEPS, ROWS + 2)
        _submit(engine, long_steps, ROWS + 3)
        return JoinReport(ticks=ticks, finished_first=_first_finished(engine) == short)
    finally:
        engine.close()


def _submit(engine: Engine, num_steps: int, seed: int, sampler: str = "DDIM") -> str:
    return engine.submit(
        GenerationParams(
            prompt="a red apple",
            num_inference_steps=num_steps,
            guidance_scale=_GUIDANCE,
            seed=seed,
            sampler=sampler,
        )
    )


def _enter(engine: Engine, names: list[str]) -> None:
    """Turn ticks until all of these take part, and a few more."""
    outside = set(names)
    while outside:
        outside -= {event.request_id for event in engine.tick() if isinstance(event, Accepted)}
    for _ in range(_WARM_TICKS):
        engine.tick()


def _ticks_to_first_step(engine: Engine, request_id: str) -> int:
    ticks = 0
    while True:
        ticks += 1
        events = engine.tick()
        if any(isinstance(e, Stepped) and e.request_id == request_id for e in events):
            return ticks


def _first_finished(engine: Engine) -> str:
    while True:
        for event in engine.tick():
            if isinstance(event, Finished):
                return event.request_id
