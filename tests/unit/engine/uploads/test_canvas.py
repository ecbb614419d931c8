"""Uploaded pictures as a start."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from engine.errors import InvalidParameterError, UnreadableImageError
from engine.params import GenerationParams, Outpaint
from engine.protocol import Finished, Rejected
from engine.uploads.canvas import prepare_canvas
from tests.support.tiny_engines import run_dry, shared_engine, some_params


def upload(colour="red", size=(32, 32), mode="RGB"):
    stream = io.BytesIO()
    Image.new(mode, size, colour).save(stream, "PNG")
    return stream.getvalue()


def half_mask(size=(32, 32)):
    mask = Image.new("L", size, 0)
    mask.paste(255, (0, 0, size[0] // 2, size[1]))
    stream = io.BytesIO()
    mask.save(stream, "PNG")
    return stream.getvalue()


def a_canvas(**changes):
    params = {"prompt": "a", "init_image": upload(), "width": 32, "height": 32, **changes}
    return prepare_canvas(GenerationParams(**params))


def test_pixels_lie_between_minus_one_and_one():
    pixels = a_canvas(init_image=upload((255, 0, 0), (64, 64))).pixels

    assert pixels.shape == (1, 3, 32, 32)
    assert pixels[0, :, 5, 5].tolist() == [1, -1, -1]


def test_a_soft_mask_stays_soft():
    canvas = a_canvas(mask_image=upload(128, mode="L"))

    assert canvas.mask.unique().tolist() == pytest.approx([128 / 255])


def test_a_black_mask_is_refused():
    with pytest.raises(InvalidParameterError, match="black"):
        a_canvas(mask_image=upload(0, mode="L"))


def test_outpainting_keeps_the_picture_and_draws_around_it():
    canvas = a_canvas(width=48, height=40, outpaint=Outpaint(left=16, bottom=8))

    assert canvas.pixels.shape == (1, 3, 40, 48)
    assert canvas.mask[0, 0, :28, 20:].max() == 0  # an eighth of each side further in
    assert canvas.mask[0, 0, :, :16].min() == 1
    assert canvas.mask[0, 0, 32:].min() == 1


def test_an_outpainted_picture_goes_over_into_the_new_canvas_without_an_edge():
    canvas = a_canvas(
        init_image=upload(size=(64, 64)), width=80, height=64, outpaint=Outpaint(right=16)
    )
    across = canvas.mask[0, 0, 7]

    assert (across[:56] == 0).all()
    assert across.diff().max() < 0.15
    assert (across[64:] == 1).all()
    assert (canvas.keep(np.zeros((64, 80, 3), np.uint8))[:, :56] == (255, 0, 0)).all()


def test_what_is_kept_comes_back_exactly():
    canvas = a_canvas(init_image=upload((10, 200, 30)), mask_image=half_mask())
    drawn = np.zeros((32, 32, 3), dtype=np.uint8)
    kept = canvas.keep(drawn)

    assert (kept[:, 16:] == (10, 200, 30)).all()
    assert (kept[:, :16] == 0).all()


@pytest.mark.parametrize("data", [b"", b"no picture", upload()[:60]])
def test_a_broken_upload_is_unreadable(data):
    with pytest.raises(UnreadableImageError):
        a_canvas(init_image=data)


def test_an_inpainted_picture_is_unchanged_outside_its_mask():
    engine = shared_engine()
    params = some_params(init_image=upload((10, 200, 30)), mask_image=half_mask())
    image = np.asarray(engine.generate(params).image)

    assert (image[:, 300:] == (10, 200, 30)).all()
    assert image[:, :200].std() > 0


def test_a_pil_image_is_taken_at_the_librarys_edge():
    engine = shared_engine()
    as_bytes = engine.generate(some_params(init_image=upload()), output_type="latent")
    as_image = engine.generate(
        some_params(init_image=Image.new("RGB", (32, 32), "red")), output_type="latent"
    )

    assert as_image.latents.equal(as_bytes.latents)


def test_a_recipe_names_the_upload_by_its_hash():
    result = shared_engine().generate(some_params(init_image=upload()))

    assert len(result.recipe["init_image_sha256"]) == 64
    assert result.params.strength == 0.75


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"mask_image": upload(0, mode="L")}, "invalid_parameter"),
        ({"init_image": upload()[:-40]}, "unreadable_image"),
    ],
)
def test_an_upload_found_bad_by_a_worker_rejects_its_request_alone(changes, code):
    engine = shared_engine()
    bad = engine.submit(some_params(**{"init_image": upload(), **changes}))
    good = engine.submit(some_params())
    ends = {e.request_id: e for e in run_dry(engine) if isinstance(e, (Rejected, Finished))}

    assert ends[bad].code == code
    assert isinstance(ends[good], Finished)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"init_image": b"no picture"}, UnreadableImageError),
        ({"init_image": upload(size=(1, 20_000))}, UnreadableImageError),
        ({"init_image": upload(), "mask_image": upload(size=(20_000, 1))}, UnreadableImageError),
        ({"init_image": upload(), "strength": 0.0}, InvalidParameterError),
        ({"init_image": upload(), "strength": 0.1}, InvalidParameterError),
        ({"init_image": upload(), "outpaint": Outpaint()}, InvalidParameterError),
        ({"init_image": upload(), "outpaint": Outpaint(left=-8)}, InvalidParameterError),
        ({"init_image": upload(), "outpaint": Outpaint(left=3)}, InvalidParameterError),
        ({"mask_image": upload()}, InvalidParameterError),
        (
            {"init_image": upload(), "outpaint": Outpaint(left=32), "width": 32, "height": 32},
            InvalidParameterError,
        ),
    ],
)
def test_what_cannot_start_a_picture_is_refused_at_once(changes, error):
    with pytest.raises(error):
        shared_engine().submit(some_params(**changes))
