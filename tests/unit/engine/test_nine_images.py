"""The images of one command come and go together."""

from __future__ import annotations

from engine.protocol import Accepted, Finished
from tests.support.tiny_engines import parts_of, run_dry, shared_engine, some_params

NUM_IMAGES = 9


def submitted(engine):
    engine.generate(some_params())  # whoever comes first waits for the sampler table
    return [engine.submit(some_params(seed=seed)) for seed in range(NUM_IMAGES)]


def test_all_enter_in_one_tick():
    engine = shared_engine()
    names = submitted(engine)
    accepted = [event.request_id for event in engine.tick() if isinstance(event, Accepted)]
    run_dry(engine)

    assert accepted == names


def test_all_are_decoded_in_the_tick_of_their_last_step():
    engine = shared_engine()
    names = submitted(engine)
    events = [e for _ in range(some_params().num_inference_steps) for e in engine.tick()]
    parts = parts_of(engine)
    left = len(parts.finishing._drawn), len(parts.loop._active)
    events += run_dry(engine)

    assert left == (0, 0)
    assert {e.request_id for e in events if isinstance(e, Finished)} == set(names)
