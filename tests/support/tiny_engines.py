"""Tiny engines: loaded once a session, for every test that draws."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from engine.engine import Engine
from engine.errors import EngineError
from engine.params import GenerationParams
from engine.request import Output
from tests.support.tiny import build_tiny_sd

_ROOT = tempfile.TemporaryDirectory(prefix="atelier-tiny-")


@functools.cache
def tiny_folder(prediction_type="epsilon", classifier="never", vae="kl"):
    """Path of a tiny model; written on first use, gone when the tests end."""
    folder = Path(_ROOT.name) / f"{prediction_type}-{classifier}-{vae}"
    return build_tiny_sd(folder, prediction_type=prediction_type, classifier=classifier, vae=vae)


@functools.cache
def shared_engine(prediction_type="epsilon", classifier="never", vae="kl", **options):
    """An engine that tests share; leave it without work."""
    return Engine.from_pretrained(str(tiny_folder(prediction_type, classifier, vae)), **options)


def fresh_engine(**options):
    """An engine of one's own; to be closed."""
    return Engine.from_pretrained(str(tiny_folder()), **options)


def some_params(**changes):
    """Valid parameters of a quick image, with some things changed."""
    return GenerationParams(**{"prompt": "a red fox", "num_inference_steps": 4, **changes})


def run_dry(engine, max_ticks=2000):
    """Tick until nothing is left and return all events."""
    events = []
    for _ in range(max_ticks):
        if not engine.has_work:
            return events
        events += engine.tick()
    message = f"still at work after {max_ticks} ticks"
    raise AssertionError(message)


def parts_of(engine):
    """What draws with an engine's default model."""
    return engine._residents.parts_of(engine._default)


class Recorded:
    """Draws latents through an engine's loop and keeps what every request looked like."""

    def __init__(self, engine):
        self.engine = engine
        self.trajectories = {}

    def submit(self, params):
        """Submit for latents and return the request's id."""
        name, entry = self.engine._prepare(params, None, output=Output.LATENT, is_kept=True)
        self.engine._residents.enter(name, entry)
        self.trajectories[entry.request_id] = []
        return entry.request_id

    def tick(self):
        """Tick once and record who moved."""
        self.engine.tick()
        loop = parts_of(self.engine).loop
        for name, steps in self.trajectories.items():
            request = loop._active._requests.get(name)
            if request is not None and request.step_index > len(steps):
                steps.append(
                    loop._active._pools[request.group.latent_shape].state[request.slot, :1].clone()
                )

    def finish(self):
        """Tick until all are done; returns final latents or the error, by id."""
        outcomes = self.engine._shared.outcomes
        while not outcomes.keys() >= self.trajectories.keys():
            self.tick()
        ends = {name: outcomes.pop(name) for name in self.trajectories}
        for name, end in ends.items():
            if not isinstance(end, EngineError):
                self.trajectories[name].append(end.latents)
        return ends
