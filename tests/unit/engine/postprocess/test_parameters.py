"""What a PNG says of itself."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from engine.errors import UnreadableImageError
from engine.params import GenerationParams, Outpaint, Upscale
from engine.postprocess.parameters import (
    a1111_text,
    params_text,
    parse_a1111,
    read_parameters,
    read_text,
    text_chunks,
)
from engine.postprocess.png import encode_png

PARAMS = GenerationParams(
    prompt="a red apple",
    negative_prompt="blur",
    width=512,
    height=640,
    num_inference_steps=30,
    guidance_scale=7.5,
    sampler="DPM++ 2M Karras",
    seed=7,
)


def png_of(text, size=(8, 8)):
    rng = np.random.default_rng(0)
    return encode_png(rng.integers(0, 255, (*size, 3), dtype=np.uint8), text)


def test_pixels_survive_exactly():
    rng = np.random.default_rng(1)
    pixels = rng.integers(0, 255, (37, 21, 3), dtype=np.uint8)
    opened = np.asarray(Image.open(io.BytesIO(encode_png(pixels, {}))))

    assert np.array_equal(opened, pixels)


def test_the_text_is_what_other_tools_expect():
    text = a1111_text(PARAMS, {"model_hash": "abcdef0123456789", "model": "demo"})

    assert text.splitlines() == [
        "a red apple",
        "Negative prompt: blur",
        (
            "Steps: 30, Sampler: DPM++ 2M Karras, CFG scale: 7.5, Seed: 7, Size: 512x640, "
            "Model hash: abcdef0123, Model: demo, Output scale: 1, Version: "
        ),
    ]


def test_other_tools_text_is_understood():
    text = (
        "a cat, sitting\nby the sea\nNegative prompt: blur, dark\n"
        'Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x768, Model: "a, b", '
        "Clip skip: 2"
    )

    params = parse_a1111(text)

    assert params.prompt == "a cat, sitting\nby the sea"
    assert params.negative_prompt == "blur, dark"
    assert (params.width, params.height, params.seed) == (512, 768, 42)
    assert (params.sampler, params.clip_skip) == ("Euler a", 1)


def test_our_own_recipe_wins_over_the_text():
    chunks = text_chunks(PARAMS, {"params": params_text(PARAMS)})

    assert read_parameters(png_of({**chunks, "parameters": "nonsense"})) == PARAMS


def test_uploaded_pictures_are_left_out():
    with_picture = GenerationParams(prompt="a", init_image=b"\x89PNG", strength=0.5)

    assert 'init_image":null' in params_text(with_picture)


def test_how_far_a_canvas_grew_is_read_back_from_either_text():
    params = GenerationParams(
        prompt="a", init_image=b"\x89PNG", strength=0.5, outpaint=Outpaint(left=8, bottom=16)
    )
    recipe = {"params": params_text(params)}

    assert read_parameters(png_of(text_chunks(params, recipe))).outpaint == params.outpaint
    assert parse_a1111(a1111_text(params, recipe)).outpaint == params.outpaint
    assert parse_a1111(a1111_text(params, recipe)).strength == 0.5


@pytest.mark.parametrize("upscale", [Upscale(2.5, 64), Upscale(4.0, is_plain=True)])
def test_how_a_picture_was_enlarged_is_read_back_from_either_text(upscale):
    params = GenerationParams(prompt="a", init_image=b"\x89PNG", upscale=upscale, preset="fast")
    recipe = {"params": params_text(params)}

    assert read_parameters(png_of(text_chunks(params, recipe))).upscale == params.upscale
    assert parse_a1111(a1111_text(params, recipe)).upscale == params.upscale
    assert parse_a1111(a1111_text(params, recipe)).preset == "fast"


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"\0" * 20])
def test_what_is_no_png_is_unreadable(data):
    with pytest.raises(UnreadableImageError):
        read_text(data)


def test_a_png_without_parameters_says_so():
    with pytest.raises(UnreadableImageError, match="carries no parameters"):
        read_parameters(png_of({}))


@pytest.mark.parametrize(
    "text",
    [
        {"atelier": '{"params": "{"}'},
        {"parameters": "a\nSteps: many"},
        {"parameters": "a\nSteps: 2, Outpaint: 1 2 3 4 5"},
    ],
)
def test_damaged_parameters_say_so(text):
    with pytest.raises(UnreadableImageError, match="damaged"):
        read_parameters(png_of(text))
