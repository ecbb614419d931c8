"""A job costs the rows that the network will run for it, by the credit's definition."""

from __future__ import annotations

import msgspec
import pytest

from engine.cost import cost_of, image_cost, image_work
from engine.engine import Engine
from engine.params import GenerationParams, Upscale
from tests.support.pictures import a_picture
from tests.support.scripted_engine import A_MODEL
from tests.support.tiny import build_tiny_sd
from tests.support.tiny_engines import parts_of, shared_engine, some_params

CREDIT = GenerationParams(
    prompt="a red apple", width=512, height=512, num_inference_steps=50, guidance_scale=7.5
)


def changed(**changes):
    return msgspec.structs.replace(CREDIT, **changes)


@pytest.mark.parametrize(
    ("params", "cost"),
    [
        pytest.param(CREDIT, 1000, id="one credit by definition"),
        pytest.param(changed(guidance_scale=1.0), 500, id="without guidance one row"),
        pytest.param(changed(num_inference_steps=20), 400, id="fewer steps"),
        pytest.param(changed(sampler="Heun"), 1980, id="two calls a step but the last"),
        pytest.param(changed(sampler="PLMS"), 1020, id="a first step done twice"),
        pytest.param(changed(guidance_end=0.5), 750, id="guidance for half of the steps"),
        pytest.param(changed(width=1024, height=1024), 4000, id="four times the pixels"),
        pytest.param(changed(init_image=b"x", strength=0.5), 500, id="half redrawn"),
        pytest.param(changed(strength=0.5), 1000, id="strength without a start image"),
        pytest.param(changed(width=64, height=64, num_inference_steps=1), 1, id="rounded up"),
        pytest.param(
            changed(init_image=b"x", strength=1.0, upscale=Upscale()), 9000, id="nine whole tiles"
        ),
        pytest.param(
            changed(init_image=b"x", strength=1.0, upscale=Upscale(), width=0, height=0),
            25000,
            id="the most that an unknown picture may become",
        ),
        pytest.param(
            changed(init_image=b"x", strength=1.0, guidance_scale=0.0, upscale=Upscale()),
            4500,
            id="upscale without guidance",
        ),
        pytest.param(
            changed(init_image=b"x", upscale=Upscale(is_plain=True)),
            40,
            id="a plain upscale: one row of its size",
        ),
        pytest.param(
            changed(init_image=b"x", upscale=Upscale(is_plain=True), width=0, height=0),
            160,
            id="a plain upscale of an unknown picture",
        ),
        pytest.param(changed(preset="fast", guidance_scale=1.0), 197, id="fast: 17 whole of 50"),
        pytest.param(changed(preset="fast"), 357, id="fast ends guidance early"),
    ],
)
def test_a_job_costs_the_networks_work(params, cost):
    assert cost_of(params, 1, None) == cost


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"sampler": "Heun", "guidance_end": 0.5},
        {"init_image": a_picture(512, 512), "strength": 0.5},
        {"init_image": a_picture(512, 512), "strength": 0.5, "upscale": Upscale(2.5)},
        {"init_image": a_picture(512, 512), "upscale": Upscale(1.5, 24), "guidance_scale": 4.0},
    ],
)
def test_the_work_is_what_the_network_was_given(changes, monkeypatch):
    engine = shared_engine()
    params = some_params(**{"width": 32, "height": 32, "num_inference_steps": 6, **changes})
    model, given = parts_of(engine).model, []
    original = type(model.family)._call

    def counted(family, network, latents, *rest):
        given.append(len(latents) * latents[0, 0].numel())
        return original(family, network, latents, *rest)

    monkeypatch.setattr(type(model.family), "_call", counted)
    engine.generate(params)

    assert image_work(params, model.info) == 1000 * sum(given) * model.vae.scale_factor**2


@pytest.mark.parametrize(
    ("preset", "thousandths"),
    [pytest.param("", 6 * 1000, id="plain"), pytest.param("fast", 2 * 1000 + 4 * 79, id="fast")],
)
def test_a_network_that_is_told_its_guidance_is_charged_one_row(
    tmp_path, monkeypatch, preset, thousandths
):
    folder = build_tiny_sd(tmp_path, unet={"time_cond_proj_dim": 8})
    engine = Engine.from_pretrained(str(folder))
    params = some_params(width=32, height=32, num_inference_steps=6, preset=preset)
    rows, original = [], type(parts_of(engine).model.family)._call

    def counted(family, network, latents, *rest):
        rows.append(len(latents))
        return original(family, network, latents, *rest)

    monkeypatch.setattr(type(parts_of(engine).model.family), "_call", counted)
    engine.generate(params)
    engine.close()

    assert engine.info.is_guided_by_embedding
    assert rows == [1] * 6
    assert image_work(params, engine.info) == thousandths * 32 * 32


def test_every_image_of_a_job_costs_the_same_whole_number():
    odd = changed(width=504, num_inference_steps=7)

    assert cost_of(odd, 9, None) == 9 * image_cost(odd, None)


def test_what_was_left_open_is_filled_in_by_the_model():
    model = msgspec.structs.replace(
        A_MODEL,
        native_width=256,
        native_height=256,
        default_guidance=1.0,
        default_sampler="Euler",
    )
    open_ended = changed(width=0, height=0, guidance_scale=0.0)

    assert image_cost(open_ended, model) == 125
    assert image_cost(open_ended, None) == 1000
