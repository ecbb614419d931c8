"""Prepared network calls: equal answers, plain calls where preparing fails, clear refusals."""

from __future__ import annotations

import pytest
import torch
from pydantic import ValidationError

from engine.calls.call_cache import AFTER_USES, CallCache
from engine.calls.compiled import Prepared, PreparedNetwork, bucket_of, compiled
from engine.calls.network_call import NetworkCall
from engine.config import EngineSection
from engine.engine import Engine
from engine.errors import ModelUnusableError
from tests.support.tiny_engines import parts_of, shared_engine, some_params, tiny_folder


def make_call(num_rows, side=8):
    generator = torch.Generator().manual_seed(num_rows)
    latents = torch.randn(num_rows, 4, side, side, generator=generator)
    hidden = torch.randn(num_rows, 77, 8, generator=generator)
    times = torch.linspace(1, 999, num_rows)
    return NetworkCall(latents, times, {"encoder_hidden_states": hidden})


def plain(latents, timesteps, conditioning):
    return latents * timesteps.view(-1, 1, 1, 1) + conditioning["encoder_hidden_states"].mean()


def network(prepare, denoise=plain):
    cache = CallCache(max_count=4, max_bytes=100, clock=lambda: 0.0, evicts=True)
    return PreparedNetwork(denoise, prepare, cache, lambda: 0.0)


@pytest.mark.parametrize(
    ("rows", "most", "bucket"),
    [(1, 32, 2), (2, 32, 2), (5, 32, 6), (9, 32, 12), (17, 32, 24), (30, 32, 32), (13, 14, 14)],
)
def test_rows_are_rounded_up_but_not_above_what_fits(rows, most, bucket):
    assert bucket_of(rows, most) == bucket


@pytest.mark.slow
@torch.inference_mode()
def test_a_compiled_network_answers_as_the_network_does():
    family = parts_of(shared_engine()).model.family
    calls = [make_call(rows) for rows in (2, 3)]
    seen = []

    def backend(module, _inputs):
        seen.append(module)
        return module.forward

    for call in calls:
        run = compiled(family.denoise, backend)
        assert torch.equal(run(*call), family.denoise(*call))
        assert torch.equal(run(*call), family.denoise(*call))
    assert len(seen) == len(calls)  # none is compiled twice, none is left as it was


def test_every_shape_is_compiled_although_torch_counts_them():
    count = 0

    def backend(module, _inputs):
        nonlocal count
        count += 1
        return module.forward

    for rows in range(2, 14):
        call = make_call(rows)
        assert torch.equal(compiled(plain, backend)(*call), plain(*call))
    assert count == 12


def test_a_new_shape_is_called_as_it_is_and_prepared_when_used_often():
    prepared = []

    def prepare(denoise, call):
        prepared.append(len(call.latents))
        return Prepared(denoise, 1)

    net = network(prepare)
    for _ in range(AFTER_USES):
        assert not prepared
        answer = net.denoise(make_call(5), 32)
        assert torch.equal(answer[:5], plain(*make_call(5))) or prepared
    assert prepared == [6]
    assert len(net.denoise(make_call(5), 32)) == 6


def test_preparing_that_raises_leaves_the_plain_call_for_good():
    tries = 0

    def prepare(_denoise, _call):
        nonlocal tries
        tries += 1
        raise RuntimeError("no compiler")

    net = network(prepare)
    for _ in range(3 * AFTER_USES):
        assert torch.equal(net.denoise(make_call(3), 32), plain(*make_call(3)))
    assert tries == 1


def test_a_prepared_call_that_raises_is_given_up():
    calls = 0

    def broken(*_):
        nonlocal calls
        calls += 1
        raise RuntimeError("broken later")

    net = network(lambda _denoise, _call: Prepared(broken, 1))
    for _ in range(3 * AFTER_USES):
        assert torch.equal(net.denoise(make_call(3), 32), plain(*make_call(3)))
    assert calls == 1


def test_cuda_graphs_are_refused_without_cuda():
    with pytest.raises(ModelUnusableError, match="CUDA graphs cannot be recorded on cpu"):
        Engine.from_pretrained(str(tiny_folder()), device="cpu", cuda_graphs="on")


@pytest.mark.parametrize("key", [{"compile": "default"}, {"cuda_graphs": "on"}])
def test_deterministic_mode_refuses_what_depends_on_earlier_calls(key):
    with pytest.raises(ValidationError, match="deterministic = true needs"):
        EngineSection(deterministic=True, **key)


def test_an_engine_that_compiles_draws_new_shapes_at_once():
    engine = Engine.from_pretrained(str(tiny_folder()), device="cpu", compile="default")
    ours = engine.generate(some_params(seed=3)).image
    theirs = shared_engine().generate(some_params(seed=3)).image
    engine.close()

    assert ours.tobytes() == theirs.tobytes()
