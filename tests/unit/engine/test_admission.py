"""What is prepared beside the loop, and what happens when nobody waits for it any more."""

from __future__ import annotations

import threading

import pytest

from engine.engine import Engine
from engine.errors import UnsupportedModeError
from engine.protocol import Cancelled, Finished, Rejected, Stepped
from engine.sampler_table import SamplerTables
from engine.samplers import SAMPLERS
from tests.support.pictures import a_picture
from tests.support.tiny_engines import parts_of, run_dry, some_params, tiny_folder


@pytest.fixture
def engine():
    engine = Engine.from_pretrained(str(tiny_folder()))
    yield engine
    engine.close()


@pytest.fixture
def held(engine, monkeypatch):
    """Holds the making of tables until it is set."""
    go = threading.Event()
    get = SamplerTables.get

    def waiting(tables, *key):
        assert go.wait(20)
        return get(tables, *key)

    engine.generate(some_params(), output_type="latent")  # its table is known from now on
    monkeypatch.setattr(SamplerTables, "get", waiting)
    yield go
    go.set()


def test_a_table_in_the_making_keeps_nobody_else_waiting(engine, held):
    slow = engine.submit(some_params(sampler="DPM2", num_inference_steps=3))
    known = engine.submit(some_params())
    steps = []
    while len(steps) < 4:
        steps += [e.request_id for e in engine.tick() if isinstance(e, Stepped)]
    assert set(steps) == {known}

    held.set()
    finished = [e.request_id for e in run_dry(engine) if isinstance(e, Finished)]
    assert finished == [known, slow]


def test_a_request_cancelled_before_it_is_prepared_leaves_no_work_behind(engine, held):
    first = engine.submit(some_params(sampler="DPM2", num_inference_steps=3))
    second = engine.submit(some_params(sampler="LMS", init_image=a_picture(32, 32)))
    parts = parts_of(engine).loop._waiting._orders[1].pending
    engine.cancel(first)
    engine.cancel(second)
    ended = [e.request_id for e in engine.tick() if isinstance(e, Cancelled)]

    assert sorted(ended) == sorted([first, second])
    assert len(parts) == 3  # the table, the canvas, and the upload to be judged
    assert all(part.cancelled() for part in parts)
    assert not engine.has_work


def test_a_sampler_that_cannot_be_tabulated_rejects_its_request_and_is_remembered(
    engine, monkeypatch
):
    attempts = []

    def refuse(*args, **_options):
        attempts.append(args)
        message = "cannot be done"
        raise ValueError(message)

    monkeypatch.setattr("engine.sampler_table.probe", refuse)
    name = engine.submit(some_params(sampler="DPM++ 3M", num_inference_steps=3))
    events = run_dry(engine)
    assert [(type(e), e.request_id, e.code) for e in events] == [
        (Rejected, name, "unsupported_mode")
    ]

    with pytest.raises(UnsupportedModeError, match="cannot be done"):
        engine.submit(some_params(sampler="DPM++ 3M", num_inference_steps=3))
    assert len(attempts) == 1


def test_tables_are_made_once_whoever_asks():
    tables = SamplerTables({"beta_schedule": "scaled_linear"})
    key = (SAMPLERS["Euler"], 3)

    assert tables.find(*key) is None
    assert tables.get(*key) is tables.find(*key)
