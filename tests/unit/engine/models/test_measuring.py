"""The start-up measurement of the largest batch, with a gauge that counts rows."""

from __future__ import annotations

import pytest

from engine.engine import Engine
from engine.models.measuring import rows_that_fit
from tests.support.tiny_engines import parts_of, shared_engine, some_params, tiny_folder

ROW, FIXED = 100, 40  # bytes


class RowGauge:
    """Says what rows take on a device of a given size; remembers the rows of every call."""

    def __init__(self, model, total):
        self.total = total
        self.rows = []
        self._family = model.family
        self._denoise = model.family.denoise

    def free_bytes(self):
        return self.total

    def peak_bytes(self, call):
        call()
        return FIXED + ROW * self.rows[-1]

    def denoise(self, latents, timesteps, conditioning):
        self.rows.append(len(latents))
        if FIXED + ROW * len(latents) > self.total:
            message = "CUDA out of memory: can't allocate memory"
            raise RuntimeError(message)
        return self._denoise(latents, timesteps, conditioning)


@pytest.fixture
def gauge(monkeypatch):
    model = parts_of(shared_engine()).model

    def of_size(total):
        gauge = RowGauge(model, total)
        monkeypatch.setattr(model.family, "denoise", gauge.denoise)
        return model, gauge

    return of_size


@pytest.mark.parametrize(("total", "expected"), [(100_000, 16), (1000, 8), (640, 4), (300, 2)])
def test_as_many_rows_as_fit_are_found(gauge, total, expected):
    model, of_rows = gauge(total)

    assert rows_that_fit(model, 16, of_rows) == expected


def test_the_batch_that_is_promised_has_been_tried(gauge):
    model, of_rows = gauge(1000)

    rows = rows_that_fit(model, 16, of_rows)

    assert of_rows.rows[-1] == rows


def test_a_promise_that_memory_does_not_keep_is_halved(gauge):
    model, of_rows = gauge(1000)
    of_rows.free_bytes = lambda: 100_000

    assert rows_that_fit(model, 16, of_rows) == 8


def test_deterministic_mode_settles_its_bucket_at_the_start_and_says_so(monkeypatch):
    monkeypatch.setattr("engine.wiring.gauge_of", lambda _: object())
    monkeypatch.setattr("engine.wiring.rows_that_fit", lambda *_: 6)

    engine = Engine.from_pretrained(str(tiny_folder()), deterministic=True, max_batch_rows=16)
    result = engine.generate(some_params())
    engine.close()

    assert engine.info.deterministic_rows == 6
    assert engine.info.rows_are_independent
    assert result.recipe["deterministic_rows"] == "6"
