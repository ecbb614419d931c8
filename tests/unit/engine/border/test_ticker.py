"""The engine's thread with engines that misbehave, one way each."""

from __future__ import annotations

import queue
import threading

import pytest

from engine.border.stub import StubEngine
from engine.border.ticker import Ticker
from engine.config import EngineSection
from engine.errors import ModelNotFoundError
from engine.protocol import Failed, Finished, Heartbeat, Ready, Rejected, Submit
from tests.support.engines import some_params

WAIT = 20  # seconds; a test that waits so long has failed


class Stage:
    """A ticker whose events and end are kept."""

    def __init__(self, open_engine, **options):
        self.events = queue.Queue()
        self.ends = queue.Queue()
        self.ticker = Ticker(open_engine, self._keep, self.ends.put, **options)
        self.ticker.start()

    def _keep(self, events):
        for event in events:
            self.events.put(event)

    def until(self, kind):
        while not isinstance(event := self.events.get(timeout=WAIT), kind):
            pass
        return event


def a_stub(**fields):
    return StubEngine(EngineSection(stub_step_seconds=0.0, **fields))


@pytest.fixture
def stage():
    stages = []

    def raise_the_curtain(open_engine, **options):
        stages.append(Stage(open_engine, **options))
        return stages[-1]

    yield raise_the_curtain
    for stage in stages:
        stage.ticker.stop()
        assert stage.ticker.join(WAIT)


def submit(ticker, name="a", **changes):
    ticker.submit(name, Submit.pack(name, some_params(**changes)))


def test_an_engine_is_loaded_in_the_thread_and_draws_there(stage):
    names = []

    def open_engine(on_progress):
        names.append(threading.current_thread().name)
        on_progress("loading", 0.5)
        return a_stub()

    play = stage(open_engine)
    assert isinstance(play.events.get(timeout=WAIT), Ready)
    submit(play.ticker)

    assert play.until(Finished).request_id == "a"
    assert names == ["ticker"]


def test_what_was_submitted_while_loading_is_drawn_afterwards(stage):
    may_load = threading.Event()

    def open_engine(_):
        may_load.wait(WAIT)
        return a_stub()

    play = stage(open_engine)
    submit(play.ticker)
    may_load.set()

    assert play.until(Finished).request_id == "a"


def test_a_failure_to_load_ends_the_thread_with_its_reason(stage):
    error = ModelNotFoundError("no model at /x", remedy="Set [engine] model.")

    def open_engine(_):
        raise error

    play = stage(open_engine)

    assert play.ends.get(timeout=WAIT) is error


def test_an_orderly_stop_closes_the_engine(stage):
    class Closing(StubEngine):
        is_closed = False

        def close(self):
            self.is_closed = True

    engine = Closing(EngineSection())
    play = stage(lambda _: engine)
    play.until(Ready)

    play.ticker.stop()

    assert play.ends.get(timeout=WAIT) is None
    assert engine.is_closed


def test_a_tick_that_raises_ends_the_thread(stage):
    class Broken(StubEngine):
        def tick(self):
            raise ZeroDivisionError

    play = stage(lambda _: Broken(EngineSection()))
    submit(play.ticker)

    assert isinstance(play.ends.get(timeout=WAIT), ZeroDivisionError)


def test_a_request_that_breaks_submit_fails_alone(stage):
    class Picky(StubEngine):
        def submit(self, params, **options):
            if params.prompt == "poison":
                raise ZeroDivisionError
            return super().submit(params, **options)

    play = stage(lambda _: Picky(EngineSection(stub_step_seconds=0.0)))
    submit(play.ticker, "bad", prompt="poison")
    submit(play.ticker, "good")

    failed = play.until(Failed)
    assert (failed.request_id, failed.code) == ("bad", "internal_error")
    assert failed.facts == {"kind": "ZeroDivisionError"}
    assert play.until(Finished).request_id == "good"


def test_a_refused_request_is_rejected_with_facts(stage):
    play = stage(lambda _: a_stub(max_pixels=64))
    submit(play.ticker, width=16, height=16)

    assert play.until(Rejected) == Rejected(
        request_id="a", code="image_too_large", facts={"pixels": 256, "max_pixels": 64}
    )


def test_a_heartbeat_comes_from_between_the_ticks(stage):
    play = stage(lambda _: a_stub())
    play.until(Ready)

    play.ticker.beat()

    heartbeat = play.until(Heartbeat)
    assert heartbeat.phase == "idle"
    assert heartbeat.counters["engine_active_requests"] == 0


def test_a_long_tick_is_told_with_its_length(stage):
    hang, is_hanging = threading.Event(), threading.Event()
    now = [100.0]

    class Hanging(StubEngine):
        def tick(self):
            is_hanging.set()
            hang.wait(WAIT)
            return super().tick()

    engine = Hanging(EngineSection(stub_step_seconds=0.0))
    play = stage(lambda _: engine, clock=lambda: now[0])
    submit(play.ticker, num_inference_steps=1)
    assert is_hanging.wait(WAIT)
    play.until(Ready)
    for _ in range(4):
        play.ticker.beat()
        now[0] += 10
    told = _drained(play.events)

    hang.set()

    assert [heartbeat.phase for heartbeat in told] == ["drawing"] * 3
    assert [heartbeat.busy_seconds for heartbeat in told] == [10.0, 20.0, 30.0]
    assert play.until(Heartbeat).busy_seconds == 0


def test_an_idle_thread_is_not_called_busy(stage):
    play = stage(lambda _: a_stub())
    play.until(Ready)

    for _ in range(3):
        play.ticker.beat()
        assert play.until(Heartbeat).busy_seconds == 0


def test_a_hung_loading_stops_the_heart(stage):
    hang, is_hanging = threading.Event(), threading.Event()

    def open_engine(on_progress):
        on_progress("loading", 0.5)
        is_hanging.set()
        hang.wait(WAIT)
        return a_stub()

    play = stage(open_engine)
    assert is_hanging.wait(WAIT)
    for _ in range(3):
        play.ticker.beat()
    heartbeats = _drained(play.events)
    hang.set()

    assert heartbeats[0] == Heartbeat(phase="loading", fraction=0.5)
    assert len(heartbeats) < 3


def test_a_call_comes_back_with_what_it_raised(stage):
    play = stage(lambda _: a_stub())

    def fail(_):
        raise KeyError("x")

    assert play.ticker.call(lambda engine: engine.info.name).result(WAIT) == "stub"
    with pytest.raises(KeyError):
        play.ticker.call(fail).result(WAIT)


def _drained(events):
    drained = []
    while not events.empty():
        drained.append(events.get_nowait())
    return drained


def test_a_caller_who_went_away_does_not_end_the_thread(stage):
    loading = threading.Event()

    def opened(_):
        loading.wait(WAIT)
        return a_stub()

    ticker = stage(opened).ticker
    abandoned = ticker.call(lambda engine: engine.has_work)
    assert abandoned.cancel()
    loading.set()

    assert ticker.call(lambda engine: engine.has_work).result(WAIT) is False
