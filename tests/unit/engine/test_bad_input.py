"""What nobody can draw is rejected with its code before anything is encoded."""

from __future__ import annotations

import io
import math

import pytest
from PIL import Image

from engine.errors import RequestRejectedError
from engine.params import Outpaint
from engine.protocol import Rejected
from tests.support.pictures import a_picture
from tests.support.tiny_engines import parts_of, run_dry, shared_engine, some_params


def a_mask(shade):
    stream = io.BytesIO()
    Image.new("L", (32, 32), shade).save(stream, "PNG")
    return stream.getvalue()


PICTURE = a_picture(32, 32)
BAD = {
    "prompt empty": ({"prompt": " \n"}, "invalid_parameter"),
    "prompt too long": ({"prompt": "x" * 4001}, "invalid_parameter"),
    "brackets": ({"prompt": "(" * 10_000 + "a" + ")" * 10_000}, "prompt_too_complex"),
    "square brackets": ({"prompt": "[" * 10_000}, "prompt_too_complex"),
    "negative brackets": ({"negative_prompt": "((" * 10_000}, "prompt_too_complex"),
    "guidance NaN": ({"guidance_scale": math.nan}, "invalid_parameter"),
    "guidance infinite": ({"guidance_scale": math.inf}, "invalid_parameter"),
    "guidance negative": ({"guidance_scale": -7.5}, "invalid_parameter"),
    "guidance ends first": (
        {"guidance_start": 0.6, "guidance_end": 0.4},
        "invalid_parameter",
    ),
    "no steps": ({"num_inference_steps": 0}, "invalid_parameter"),
    "151 steps": ({"num_inference_steps": 151}, "invalid_parameter"),
    "off the grid": ({"width": 30}, "invalid_parameter"),
    "too large": ({"width": 4096, "height": 4096}, "image_too_large"),
    "strength 0": ({"init_image": PICTURE, "strength": 0.0}, "invalid_parameter"),
    "strength over 1": ({"init_image": PICTURE, "strength": 1.01}, "invalid_parameter"),
    "strength NaN": ({"init_image": PICTURE, "strength": math.nan}, "invalid_parameter"),
    "strength of no step": ({"init_image": PICTURE, "strength": 0.01}, "invalid_parameter"),
    "mask black": ({"init_image": PICTURE, "mask_image": a_mask(0)}, "invalid_parameter"),
    "mask alone": ({"mask_image": a_mask(255)}, "invalid_parameter"),
    "picture broken": ({"init_image": PICTURE[:-30]}, "unreadable_image"),
    "picture thin": ({"init_image": a_picture(1, 20_000)}, "unreadable_image"),
    "picture foreign": ({"init_image": a_picture(32, 32, "BMP")}, "unreadable_image"),
    "outpaint off the grid": (
        {"init_image": PICTURE, "outpaint": Outpaint(left=3)},
        "invalid_parameter",
    ),
    "sampler": ({"sampler": "nonsense"}, "unknown_sampler"),
    "model": ({"model": "other"}, "unknown_model"),
}


def code_of(engine, params):
    """Submit and return the code of the refusal, raised at once or sent as an event."""
    try:
        name = engine.submit(params)
    except RequestRejectedError as error:
        return error.code
    events = [event for event in run_dry(engine) if event.request_id == name]
    assert [type(event) for event in events] == [Rejected]
    return events[0].code


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_rejected_before_any_encoding(name, monkeypatch):
    changes, code = BAD[name]
    engine = shared_engine()
    encoded = []
    for owner in (parts_of(engine).model.family, parts_of(engine).model.vae):
        monkeypatch.setattr(owner, "encode", lambda *args: encoded.append(args))

    assert code_of(engine, some_params(**changes)) == code
    assert not encoded
    assert not engine.has_work
