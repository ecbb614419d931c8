"""Tiled upscale: one request, one terminal event, one picture, whatever the number of tiles."""

from __future__ import annotations

import io

import numpy as np
import pytest
import torch
from PIL import Image

from engine import noise
from engine.engine import Engine
from engine.errors import ImageTooLargeError, InvalidParameterError, UnsupportedModeError
from engine.params import Outpaint, Upscale
from engine.protocol import Accepted, Cancelled, Failed, Finished, Rejected, Stepped
from engine.tiles.mosaic import Mosaic
from tests.support.pictures import a_picture
from tests.support.tiny_engines import parts_of, run_dry, some_params, tiny_folder

TERMINAL = (Finished, Failed, Cancelled, Rejected)


@pytest.fixture(scope="module")
def kept_engine():
    engine = Engine.from_pretrained(str(tiny_folder()), deterministic=True, max_batch_rows=8)
    yield engine
    engine.close()


@pytest.fixture
def engine(kept_engine):
    assert not kept_engine.has_work
    return kept_engine


def smooth(width=512, height=512):
    """A picture without an edge anywhere."""
    across, down = np.meshgrid(np.linspace(40, 200, width), np.linspace(60, 180, height))
    stream = io.BytesIO()
    Image.fromarray(np.stack([across, down, (across + down) / 2], 2).astype(np.uint8)).save(
        stream, "PNG"
    )
    return stream.getvalue()


def an_upscale(**changes):
    """Parameters of 32 pixels that become 64, in nine tiles."""
    return some_params(
        **{"init_image": smooth(), "upscale": Upscale(2.0), "strength": 0.5, "seed": 4, **changes}
    )


def test_many_tiles_are_one_request_and_one_picture(engine):
    name = engine.submit(an_upscale())
    events = run_dry(engine)
    steps = [(e.step_index, e.num_steps) for e in events if isinstance(e, Stepped)]

    assert {event.request_id for event in events} == {name}
    assert sum(isinstance(event, Accepted) for event in events) == 1
    assert [type(event) for event in events if isinstance(event, TERMINAL)] == [Finished]
    assert steps == [(done, 18) for done in range(1, 19)]  # nine tiles of two evaluations
    assert (events[-1].width, events[-1].height) == (1024, 1024)


def test_the_picture_is_the_same_bytes_in_any_company(engine):
    params = an_upscale(sampler="Euler a")
    alone = engine.generate(params)
    company = [some_params(seed=n, guidance_scale=1.0 + n % 2) for n in range(3)]
    crowd = engine.generate_all([*company, params, an_upscale(seed=9), *company])

    assert crowd[3].png == alone.png
    assert crowd[3].latents is None
    assert alone.recipe["native_size"] == "64x64"


def test_many_tiles_do_not_hold_up_whoever_comes_after_them():
    engine = Engine.from_pretrained(str(tiny_folder()), max_waiting=4, max_batch_rows=4)
    many = an_upscale(num_inference_steps=8, upscale=Upscale(4.0))  # 25 tiles of 4 evaluations
    few = some_params(num_inference_steps=12)
    engine.generate(few, output_type="latent")  # its table is made
    large = engine.submit(many)
    while not any(isinstance(event, Stepped) for event in engine.tick()):
        pass
    small = engine.submit(few)
    ends = [event.request_id for event in run_dry(engine) if isinstance(event, Finished)]
    engine.close()

    assert ends == [small, large]


def test_many_tiles_end_also_when_there_is_always_somebody_new():
    engine = Engine.from_pretrained(str(tiny_folder()), max_waiting=4, max_batch_rows=4)
    few = some_params(num_inference_steps=3, guidance_scale=1.0)
    large = engine.submit(an_upscale(num_inference_steps=4))  # nine tiles
    others = {engine.submit(few) for _ in range(8)}
    ends = []
    for _ in range(600):
        ended = {event.request_id for event in engine.tick() if isinstance(event, TERMINAL)}
        ends += ended
        if large in ended:
            break
        others = others - ended | {engine.submit(few) for _ in others & ended}
    engine.close()

    assert large in ends
    assert len(others) == 8


@pytest.mark.parametrize("num_ticks", [0, 1, 3, 5, 8])
def test_cancelling_ends_all_tiles_at_the_next_tick(engine, num_ticks):
    name = engine.submit(an_upscale(num_inference_steps=8))
    for _ in range(num_ticks):
        engine.tick()
    engine.cancel(name)
    ended = [event for event in engine.tick() if isinstance(event, TERMINAL)]

    assert [type(event) for event in ended] == [Cancelled]
    assert not engine.has_work
    assert not parts_of(engine).loop._active._pools
    assert run_dry(engine) == []


@pytest.mark.parametrize("stage", ["network", "decoder", "admission"])
def test_one_tile_that_fails_is_one_failure_of_the_whole(engine, monkeypatch, stage):
    expected = engine.generate(some_params(seed=1)).png
    fault = torch.full((1, 4, 16, 16), float("nan"))
    calls = []

    def faulty(*args):
        calls.append(args)
        if len(calls) > 4:
            message = "one tile"
            raise RuntimeError(message)
        return original(*args)

    if stage == "network":
        original = Mosaic.noise
        monkeypatch.setattr(
            Mosaic, "noise", lambda mosaic, n: fault if n == 2 else original(mosaic, n)
        )
    else:
        owner, name = {
            "decoder": (Mosaic, "put"),
            "admission": (noise, "make_tile_generator"),
        }[stage]
        original = getattr(owner, name)
        monkeypatch.setattr(owner, name, faulty)
    bad, good = engine.submit(an_upscale()), engine.submit(some_params(seed=1))
    events = run_dry(engine)
    ends = {e.request_id: e for e in events if isinstance(e, TERMINAL)}

    assert sum(isinstance(event, TERMINAL) for event in events) == 2
    assert ends[bad].code == ("not_finite" if stage == "network" else "internal_error")
    assert ends[good].image.data == expected
    assert not parts_of(engine).loop._active._pools


def test_a_picture_that_cannot_be_read_is_rejected_once(engine):
    name = engine.submit(an_upscale(init_image=smooth()[:-40]))

    assert [(type(e), e.request_id) for e in run_dry(engine)] == [(Rejected, name)]


@pytest.mark.parametrize(
    ("size", "upscale", "strength"),
    [
        pytest.param((512, 512), Upscale(2.0), 0.25, id="square"),
        pytest.param((640, 384), Upscale(2.0, tile=24), 0.6, id="wide, small tiles"),
        pytest.param((528, 656), Upscale(1.5, tile=16), 0.6, id="high, the smallest tiles"),
    ],
)
def test_a_smooth_picture_has_no_seams(engine, size, upscale, strength):
    """Steps of brightness where tiles begin and end are like those between, either way."""
    params = an_upscale(
        init_image=smooth(*size), upscale=upscale, strength=strength, num_inference_steps=8
    )
    grid = engine._prepare(params, "grid")[1].mosaic.grid

    shown = engine.generate(params).image.resize((grid.width, grid.height), Image.Resampling.BOX)

    picture = np.asarray(shown, float)
    for pixels, edges in (
        (picture, {edge for box in grid.boxes for edge in (box.left, box.left + box.width)}),
        (
            picture.swapaxes(0, 1),
            {e for box in grid.boxes for e in (box.top, box.top + box.height)},
        ),
    ):
        steps = np.abs(np.diff(pixels, axis=1)).mean((0, 2))
        seams = sorted(edges - {0, pixels.shape[1]})
        assert seams
        assert steps[[edge - 1 for edge in seams]].max() <= 1.5 * np.median(steps)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"upscale": Upscale(1.0)}, InvalidParameterError),
        ({"upscale": Upscale(4.5)}, InvalidParameterError),
        ({"upscale": Upscale(float("nan"))}, InvalidParameterError),
        ({"upscale": Upscale(2.0, tile=12)}, InvalidParameterError),
        ({"upscale": Upscale(2.0, tile=8)}, InvalidParameterError),
        ({"upscale": Upscale(2.0, tile=1024)}, InvalidParameterError),
        ({"upscale": Upscale(4.0, tile=16)}, InvalidParameterError),
        ({"outpaint": Outpaint(left=8)}, InvalidParameterError),
        ({"mask_image": a_picture(32, 32)}, InvalidParameterError),
        ({"init_image": None}, InvalidParameterError),
        ({"init_image": smooth(1024, 1024), "upscale": Upscale(3.0)}, ImageTooLargeError),
    ],
)
def test_what_cannot_be_enlarged_is_refused_before_any_work(engine, changes, error):
    with pytest.raises(error):
        engine.submit(an_upscale(**changes))
    assert not engine.has_work


def test_latents_of_an_upscale_are_refused(engine):
    with pytest.raises(UnsupportedModeError, match="upscale"):
        engine.generate(an_upscale(), output_type="latent")
