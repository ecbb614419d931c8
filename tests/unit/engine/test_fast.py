"""The preset ``fast``: deep layers reused on a schedule that knows nothing but the index."""

from __future__ import annotations

import pytest
import torch

from engine.config import SafetySection
from engine.engine import Engine
from engine.errors import UnsupportedModeError
from engine.families.shortcut import shortcut_of
from engine.protocol import Stepped
from engine.reuse import whole_evaluations
from tests.support.tiny import _unet
from tests.support.tiny_engines import parts_of, run_dry, some_params, tiny_folder
from tests.support.tiny_sdxl import build_tiny_sdxl


@pytest.fixture(scope="module", params=["sd", "sdxl"])
def kept_engine(request, tmp_path_factory):
    folder = tiny_folder()
    if request.param == "sdxl":
        folder = build_tiny_sdxl(tmp_path_factory.mktemp("sdxl"))
    safety = SafetySection(enabled=False)
    engine = Engine.from_pretrained(
        str(folder), safety=safety, deterministic=True, max_batch_rows=8
    )
    yield engine
    engine.close()


@pytest.fixture
def engine(kept_engine):
    assert not kept_engine.has_work
    return kept_engine


def a_fast(**changes):
    return some_params(
        **{"preset": "fast", "num_inference_steps": 10, "guidance_scale": 5.0, **changes}
    )


def latents_of(engine, params):
    return engine.generate(params, output_type="latent").latents


def calls_of(engine, monkeypatch):
    """Rows of every whole and every short call from now on, padding included."""
    calls, family = {"whole": 0, "short": 0}, parts_of(engine).model.family
    for kind, name in (("whole", "denoise"), ("short", "denoise_over")):
        function = getattr(family, name)

        def counted(*args, _kind=kind, _function=function):
            calls[_kind] += 1
            return _function(*args)

        monkeypatch.setattr(family, name, counted)
    return calls


def test_every_third_evaluation_runs_the_whole_network(engine, monkeypatch):
    calls = calls_of(engine, monkeypatch)
    latents_of(engine, a_fast())

    assert calls == {"whole": 4, "short": 6}  # evaluations 0, 3, 6 and 9


def test_an_ordinary_request_never_takes_the_short_way(engine, monkeypatch):
    calls = calls_of(engine, monkeypatch)
    latents_of(engine, a_fast(preset=""))

    assert calls == {"whole": 10, "short": 0}


def test_the_schedule_depends_on_the_index_and_on_where_guidance_begins():
    assert whole_evaluations([5.0] * 7) == (True, False, False, True, False, False, True)
    assert whole_evaluations([1.0, 1.0, 5.0, 5.0, 5.0]) == (True, False, True, True, False)


def test_fast_is_close_to_the_ordinary_picture_and_not_it(engine):
    params = a_fast(num_inference_steps=30, guidance_scale=1.5)
    fast, plain = (latents_of(engine, params_of) for params_of in (params, _plain(params)))
    other = latents_of(engine, _plain(a_fast(num_inference_steps=30, guidance_scale=1.5, seed=1)))

    assert not torch.equal(fast, plain)
    assert (fast - plain).norm() < 0.25 * (other - plain).norm()


def _plain(params):
    return some_params(
        num_inference_steps=params.num_inference_steps,
        guidance_scale=params.guidance_scale,
        seed=params.seed,
    )


@pytest.mark.parametrize("sampler", ["DDIM", "Euler a", "Heun"])
def test_fast_in_a_mixed_batch_equals_fast_alone(engine, sampler):
    params = a_fast(sampler=sampler, seed=4)
    company = [
        a_fast(seed=1, num_inference_steps=7, guidance_scale=1.0),
        some_params(seed=2, num_inference_steps=9),
        a_fast(seed=3, guidance_start=0.4),
    ]
    alone = latents_of(engine, params)
    plain = latents_of(engine, company[1])
    names = [engine.submit(each) for each in company[:2]]
    for _ in range(3):
        engine.tick()
    crowd = engine.generate_all([company[2], params, params], output_type="latent")
    run_dry(engine)

    assert names
    assert torch.equal(crowd[1].latents, alone)
    assert torch.equal(crowd[2].latents, alone)
    assert torch.equal(plain, latents_of(engine, company[1]))


def test_the_recipe_says_fast(engine):
    assert '"preset":"fast"' in engine.generate(a_fast()).recipe["params"]


def test_cancelling_frees_what_was_kept(engine):
    name = engine.submit(a_fast())
    while not any(isinstance(event, Stepped) for event in engine.tick()):
        pass
    request = parts_of(engine).loop._active._requests[name]
    kept = {place: tuple(rows.shape[2:]) for place, rows in request.deep.items()}
    engine.cancel(name)
    engine.tick()

    assert kept == {True: (16, 16), False: (16, 16)}
    assert request.deep == {}


def test_a_short_call_right_after_a_whole_one_answers_the_same(engine):
    family = parts_of(engine).model.family
    encoded = parts_of(engine).admission._prompts
    order = engine._prepare(a_fast(), "order")[1]
    rows = family.condition(
        encoded.encode(order.prompts)[order.prompts[0]], width=32, height=32, guidance_scale=5.0
    )
    latents = torch.randn(1, 4, 16, 16, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        whole, deep = family.denoise_keeping(latents, torch.tensor([500.0]), rows)
        plain = family.denoise(latents, torch.tensor([500.0]), rows)
        short = family.denoise_over(latents, torch.tensor([500.0]), rows, deep)

    assert torch.equal(whole, plain)
    assert torch.equal(short, whole)


def test_networks_without_a_short_way_refuse_the_preset(engine, monkeypatch):
    monkeypatch.setattr(parts_of(engine).model.family, "_shortcut", None)
    with pytest.raises(UnsupportedModeError, match="fast"):
        engine.submit(a_fast())


def test_only_kinds_of_blocks_that_are_known_have_a_short_way():
    unusual = _unet(up_block_types=("SimpleCrossAttnUpBlock2D", "ResnetUpsampleBlock2D"))

    assert shortcut_of(unusual) is None
    assert shortcut_of(object()) is None
