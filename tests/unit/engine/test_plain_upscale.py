"""Plain upscale: resampled beside the network, and otherwise like every picture."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from engine.errors import ImageTooLargeError, UnsupportedModeError
from engine.params import Upscale
from engine.postprocess import watermark
from engine.protocol import Accepted, Cancelled, Finished, Rejected
from tests.support.pictures import a_picture
from tests.support.tiny_engines import parts_of, run_dry, shared_engine, some_params


def noisy(width=300, height=260):
    stream = io.BytesIO()
    pixels = np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()


def a_plain_upscale(**changes):
    upscale = Upscale(changes.pop("factor", 2.0), is_plain=True)
    return some_params(**{"init_image": noisy(), "upscale": upscale, **changes})


def opened(data):
    return Image.open(io.BytesIO(data)).convert("RGB")


def test_the_picture_is_the_upload_resampled_and_nothing_else():
    drawn = shared_engine().generate(a_plain_upscale())

    expected = opened(noisy()).resize((600, 520), Image.Resampling.LANCZOS)
    assert np.array_equal(np.asarray(drawn.image.convert("RGB")), np.asarray(expected))
    assert drawn.recipe["native_size"] == "600x520"
    assert drawn.recipe["output_scale"] == "1"


def test_it_is_accepted_judged_marked_and_finished_without_a_step():
    engine = shared_engine()
    before = engine.counters()["engine_rows_total"]
    name = engine.submit(a_plain_upscale(), watermark_id=0xC0FFEE, preview_steps=1)
    accepted, finished = run_dry(engine)

    assert (type(accepted), type(finished)) == (Accepted, Finished)
    assert finished.request_id == name
    assert (finished.width, finished.height) == (600, 520)
    assert finished.verdict.scores
    assert engine.counters()["engine_rows_total"] == before
    assert finished.has_watermark
    assert watermark.extract(np.asarray(opened(finished.image.data))).watermark_id == 0xC0FFEE


def test_what_the_classifier_flags_is_not_enlarged():
    engine = shared_engine(classifier="always")
    engine.submit(a_plain_upscale())
    (ended,) = run_dry(engine)

    assert (type(ended), ended.code) == (Rejected, "start_image_withheld")


def test_a_picture_of_one_colour_is_enlarged_too():
    drawn = shared_engine().generate(a_plain_upscale(init_image=a_picture(300, 300)))

    assert drawn.image.size == (600, 600)


def test_a_picture_that_cannot_be_read_is_rejected_once():
    engine = shared_engine()
    name = engine.submit(a_plain_upscale(init_image=noisy()[:-40]))

    assert [(type(event), event.request_id) for event in run_dry(engine)] == [(Rejected, name)]


def test_a_cancelled_one_ends_once():
    engine = shared_engine()
    name = engine.submit(a_plain_upscale())
    engine.cancel(name)

    assert [(type(event), event.request_id) for event in run_dry(engine)] == [(Cancelled, name)]
    assert not parts_of(engine).loop.has_work


def test_neighbours_are_drawn_as_ever():
    engine, alone = shared_engine(), some_params(seed=3)
    expected = engine.generate(alone).png
    plain, drawn = engine.generate_all([a_plain_upscale(), alone])

    assert plain.image.size == (600, 520)
    assert drawn.png == expected


@pytest.mark.parametrize("size", [(1100, 1000), (3000, 700)])
def test_what_would_be_too_large_is_refused_before_it_is_decoded(size):
    with pytest.raises(ImageTooLargeError):
        shared_engine().submit(a_plain_upscale(init_image=noisy(*size)))


def test_there_are_no_latents_of_it():
    with pytest.raises(UnsupportedModeError, match="upscale"):
        shared_engine().generate(a_plain_upscale(), output_type="latent")
