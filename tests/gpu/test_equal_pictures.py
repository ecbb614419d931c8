"""A GPU draws what a CPU draws, up to rounding; graphs change nothing."""

from __future__ import annotations

import pytest
import torch

from engine.calls import call_cache, compiled
from engine.engine import Engine
from tests.support.tiny_engines import parts_of, run_dry, some_params, tiny_folder

pytestmark = pytest.mark.gpu


def make_engine(**options):
    return Engine.from_pretrained(str(tiny_folder()), dtype="float32", **options)


def latents_of(engine, count=3):
    batch = [some_params(seed=seed, num_inference_steps=6 + seed) for seed in range(count)]
    results = engine.generate_all(batch, output_type="latent")
    return [result.latents for result in results]


def assert_close(ours, theirs, tolerance):
    for one, other in zip(ours, theirs, strict=True):
        assert (one - other).norm() <= tolerance * other.norm()


def test_cuda_draws_what_the_cpu_draws(cuda):
    assert_close(
        latents_of(make_engine(device="cuda")), latents_of(make_engine(device="cpu")), 1e-4
    )


def test_the_self_test_passes_and_pictures_do_not_depend_on_company(cuda):
    engine = make_engine(device="cuda", deterministic=True, deterministic_rows=8)
    assert engine.info.rows_are_independent

    alone = engine.generate(some_params(seed=5)).png
    crowd = engine.generate_all([some_params(seed=seed) for seed in range(7)])

    assert crowd[5].png == alone


def test_recorded_calls_draw_what_plain_calls_draw(cuda, monkeypatch):
    plain = latents_of(make_engine(device="cuda", max_batch_rows=6))
    monkeypatch.setattr(call_cache, "AFTER_USES", 2)
    monkeypatch.setattr(call_cache, "SHARE", 1.0)
    engine = make_engine(device="cuda", max_batch_rows=6, cuda_graphs="on")

    recorded = latents_of(engine), latents_of(engine)

    cache = parts_of(engine).loop._stepper._runner._prepared._cache
    assert len(cache) > 0
    assert cache.num_bytes > 0  # by which the least recently used leave
    for latents in recorded:
        assert_close(latents, plain, 1e-5)


def test_a_recorded_call_that_leaves_harms_no_other(cuda, monkeypatch):
    sizes = (32, 48, 64, 40, 56)
    batch = [some_params(seed=n, width=side, height=side) for n, side in enumerate(sizes)]
    plain = make_engine(device="cuda").generate_all(batch, output_type="latent")
    monkeypatch.setattr(call_cache, "AFTER_USES", 2)
    monkeypatch.setattr(call_cache, "SHARE", 1.0)
    monkeypatch.setattr(compiled, "_MAX_PREPARED", 3)
    engine = make_engine(device="cuda", cuda_graphs="on")

    for _ in range(3):
        for params, expected in zip(batch, plain, strict=True):
            ours = engine.generate(params, output_type="latent").latents
            assert_close([ours], [expected.latents], 1e-5)


def test_out_of_memory_halves_the_batch_and_nobody_fails(cuda):
    engine = make_engine(device="cuda", max_batch_rows=32)
    family = parts_of(engine).model.family
    plain, sizes = family.denoise, []

    def greedy(latents, timesteps, conditioning):
        sizes.append(len(latents))
        if len(latents) > 8:
            torch.empty(2**50, dtype=torch.uint8, device=cuda)
        return plain(latents, timesteps, conditioning)

    family.denoise = greedy
    names = [engine.submit(some_params(seed=seed)) for seed in range(16)]
    events = run_dry(engine)

    ended = {event.request_id for event in events if type(event).__name__ == "Finished"}
    assert ended == set(names)
    assert max(sizes) > 8
    assert max(sizes[-4:]) <= 8
    assert engine.counters()["engine_out_of_memory_total"] >= 1
