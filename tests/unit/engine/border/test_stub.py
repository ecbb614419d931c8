from __future__ import annotations

import hashlib
import io

import pytest
from PIL import Image

from engine.border.stub import StubEngine
from engine.config import EngineSection
from engine.errors import (
    DuplicateRequestError,
    ImageTooLargeError,
    InvalidParameterError,
    UnknownSamplerError,
)
from engine.protocol import Accepted, Cancelled, Finished, Stepped
from tests.support.engines import some_params


@pytest.fixture
def pauses():
    return []


@pytest.fixture
def engine(pauses):
    section = EngineSection(stub_step_seconds=0.5, max_batch_rows=4)
    return StubEngine(section, sleep=pauses.append, clock=lambda: float(len(pauses)))


def draw(engine, *, max_ticks=500):
    events = []
    for _ in range(max_ticks):
        if not engine.has_work:
            return events
        events += engine.tick()
    raise AssertionError("the stub does not come to an end")


def test_a_request_takes_a_tick_per_step_and_one_to_finish(engine, pauses):
    engine.submit(some_params(num_inference_steps=3), request_id="a", preview_steps=2)

    events = draw(engine)

    assert [type(event) for event in events] == [Accepted, Stepped, Stepped, Stepped, Finished]
    assert [event.preview is not None for event in events[1:4]] == [False, True, False]
    assert pauses == [0.5] * 4


def test_the_picture_is_a_png_of_the_size_asked_for_that_says_how_it_was_made(engine):
    engine.submit(some_params(width=320, height=256, seed=9), request_id="a", watermark_id=1)

    end = draw(engine)[-1]

    image = Image.open(io.BytesIO(end.image.data))
    assert (image.format, image.size) == ("PNG", (320, 256))
    assert image.text == end.recipe
    assert "Seed: 9" in image.text["parameters"]
    assert end.sha256 == hashlib.sha256(end.image.data).hexdigest()
    assert end.has_watermark


@pytest.mark.parametrize("change", [{"prompt": "a fish"}, {"seed": 1}], ids=["prompt", "seed"])
def test_the_colour_is_a_function_of_prompt_and_seed(engine, change):
    ends = []
    for changes in ({}, {}, change):
        engine.submit(some_params(**changes), request_id="a")
        ends.append(draw(engine)[-1].sha256)

    assert ends[0] == ends[1] != ends[2]


def test_the_test_concept_is_withheld_with_its_previews(engine):
    engine.submit(some_params(prompt="A moderation test card"), request_id="a", preview_steps=1)

    *steps, end = draw(engine)[1:]

    assert all(event.preview is None for event in steps)
    assert end.image is None
    assert end.sha256
    assert (end.verdict.is_clean, end.verdict.category) == (False, "test_card")


def test_two_forbidden_previews_end_the_test_concept_early(engine):
    engine.submit(
        some_params(prompt="A moderation test card", num_inference_steps=20),
        request_id="a", watermark_id=1, preview_steps=5, stop_margin=0.1,
    )  # fmt: skip

    *_, end = draw(engine)

    assert (end.stopped_at, end.image, end.sha256, end.has_watermark) == (10, None, "", False)
    assert (end.verdict.category, end.verdict.is_clean) == ("test_card", False)


@pytest.mark.parametrize(
    ("words", "category", "is_special_care"),
    [("with special care", "test_card", True), ("that nobody can judge", "unjudged", False)],
)
def test_the_test_concept_has_kinds(engine, words, category, is_special_care):
    engine.submit(some_params(prompt=f"a moderation test card {words}"), request_id="a")

    verdict = draw(engine)[-1].verdict

    assert (verdict.category, verdict.is_special_care) == (category, is_special_care)


def test_as_many_requests_share_a_tick_as_fit_the_batch(engine):
    for name in "abc":
        engine.submit(some_params(num_inference_steps=1), request_id=name)

    first = engine.tick()

    assert [event.request_id for event in first if isinstance(event, Stepped)] == ["a", "b"]
    assert [event.request_id for event in draw(engine) if isinstance(event, Finished)] == [*"abc"]


def test_a_cancelled_request_leaves_before_the_next_step(engine):
    engine.submit(some_params(), request_id="a")
    engine.tick()
    engine.cancel("a")
    engine.cancel("unknown")

    assert engine.tick() == [Cancelled(request_id="a", step_index=1, num_steps=4)]
    assert not engine.has_work


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"width": 12}, InvalidParameterError),
        ({"width": 4096, "height": 4096}, ImageTooLargeError),
        ({"sampler": "none such"}, UnknownSamplerError),
    ],
)
def test_what_cannot_be_drawn_is_refused(engine, changes, error):
    with pytest.raises(error):
        engine.submit(some_params(**changes), request_id="a")

    assert not engine.has_work


def test_an_id_on_its_way_is_refused(engine):
    engine.submit(some_params(), request_id="a")

    with pytest.raises(DuplicateRequestError):
        engine.submit(some_params(), request_id="a")
