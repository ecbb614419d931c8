"""Clearly forbidden previews end a request early, and nobody else's."""

from __future__ import annotations

import pytest

from engine.protocol import Finished, Stepped
from tests.support.tiny_engines import parts_of, run_dry, shared_engine, some_params

STEPS = 12


def ended(engine, *, seed=0, **options):
    """Draw a picture with previews; returns its terminal event and how many steps it took."""
    engine.submit(
        some_params(num_inference_steps=STEPS, seed=seed), request_id=f"{seed}", **options
    )
    events = run_dry(engine)
    return events[-1], sum(isinstance(event, Stepped) for event in events)


def test_two_forbidden_previews_in_a_row_end_a_picture_withheld():
    engine = shared_engine(classifier="always")
    before = engine.counters()["engine_stopped_images_total"]

    end, _ = ended(engine, preview_steps=3, stop_margin=0.1)

    assert isinstance(end, Finished)
    assert (end.stopped_at, end.image, end.sha256, end.has_watermark) == (6, None, "", False)
    assert (end.verdict.is_clean, end.verdict.category) == (False, "concept 0")
    assert (end.width, end.height) == (512, 512)
    assert engine.counters()["engine_stopped_images_total"] == before + 1
    assert not parts_of(engine).loop.has_work


@pytest.mark.parametrize(
    "options",
    [
        {"preview_steps": 3},
        {"preview_steps": 3, "stop_margin": 4.0},
        {"preview_steps": 8, "stop_margin": 0.1},
    ],
    ids=["off", "not so far over", "one preview alone"],
)
def test_otherwise_it_is_drawn_to_its_end(options):
    end, steps = ended(shared_engine(classifier="always"), **options)

    assert (end.stopped_at, steps) == (0, STEPS)
    assert end.sha256
    assert end.image is None


def test_a_clean_preview_between_starts_the_count_anew(monkeypatch):
    engine = shared_engine(classifier="always")
    screen = parts_of(engine).model.screen
    judge, clean, calls = screen.judge, parts_of(shared_engine()).model.screen, []

    def by_turns(images):
        calls.append(len(images))
        return judge(images) if len(calls) % 2 else clean.judge(images)

    monkeypatch.setattr(screen, "judge", by_turns)
    end, _ = ended(engine, preview_steps=3, stop_margin=0.1)

    assert end.stopped_at == 0


def test_a_preview_that_cannot_be_judged_ends_nothing(monkeypatch):
    engine = shared_engine(classifier="always")

    def raising(_images):
        raise RuntimeError

    monkeypatch.setattr(parts_of(engine).model.screen, "_cosines", raising)
    end, steps = ended(engine, preview_steps=3, stop_margin=0.0)

    assert (end.stopped_at, steps) == (0, STEPS)
    assert end.verdict.category == "unjudged"


def test_the_others_of_the_batch_are_what_they_are_alone():
    engine = shared_engine(classifier="always")
    alone, _ = ended(engine, seed=2)
    for seed, margin in ((1, 0.1), (2, None), (3, 0.1)):
        engine.submit(
            some_params(num_inference_steps=STEPS, seed=seed),
            request_id=f"{seed}", preview_steps=3, stop_margin=margin,
        )  # fmt: skip

    ends = {event.request_id: event for event in run_dry(engine) if isinstance(event, Finished)}

    assert {name: end.stopped_at for name, end in ends.items()} == {"1": 6, "2": 0, "3": 6}
    assert ends["2"].verdict.category == alone.verdict.category
    assert ends["2"].verdict.score == pytest.approx(alone.verdict.score, abs=1e-3)
