"""What cross attention makes of a text is made once, and changes no bit."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
import torch

from engine.families.stand_ins import StandIns
from engine.families.text_memory import TextMemory
from tests.support.tiny import _unet
from tests.support.tiny_engines import parts_of, run_dry, shared_engine, some_params


@pytest.fixture(scope="module")
def unet():
    return _unet()


@pytest.fixture(autouse=True)
def _inference():
    with torch.inference_mode():
        yield


def a_text(unet, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(2, 77, unet.config.cross_attention_dim, generator=generator)


def call(unet, text, seed=0):
    latents = torch.randn(2, 4, 8, 8, generator=torch.Generator().manual_seed(seed))
    times = torch.tensor([500.0, 20.0])
    return unet(latents, times, encoder_hidden_states=text, return_dict=False)[0]


@contextmanager
def expecting(memory, text):
    memory.expect(text)
    with StandIns(memory.places).placed():
        yield


@contextmanager
def reading(unet):
    """Names of the layers that read the text, as often as they run."""
    names = []
    hooks = [
        layer.register_forward_hook(lambda *_, name=name: names.append(name))
        for name, layer in unet.named_modules()
        if name.endswith(("attn2.to_k", "attn2.to_v"))
    ]
    assert hooks
    yield names
    for hook in hooks:
        hook.remove()


@pytest.fixture
def readings(unet):
    with reading(unet) as names:
        yield names


def test_every_call_answers_bit_for_bit_as_without_memory(unet):
    memory, text = TextMemory(unet), a_text(unet)
    for seed in range(3):
        with expecting(memory, text):
            remembered = call(unet, text, seed)

        assert torch.equal(remembered, call(unet, text, seed))


def test_a_text_is_read_once_by_every_layer(unet, readings):
    memory, text = TextMemory(unet), a_text(unet)
    for seed in range(3):
        with expecting(memory, text):
            call(unet, text, seed)

    assert len(readings) == len(set(readings))


def test_another_tensor_is_another_text(unet):
    memory = TextMemory(unet)
    for seed in (0, 1, 0):
        text = a_text(unet, seed)
        with expecting(memory, text):
            remembered = call(unet, text)

        assert torch.equal(remembered, call(unet, text))


def test_a_call_with_a_text_that_was_not_announced_reads_it_anew(unet):
    memory, text, other = TextMemory(unet), a_text(unet, 0), a_text(unet, 1)
    with expecting(memory, text):
        call(unet, text)
        unannounced = call(unet, other)

    assert torch.equal(unannounced, call(unet, other))


def test_no_more_is_kept_than_allowed_and_answers_are_the_same(unet):
    whole, text = TextMemory(unet), a_text(unet)
    with expecting(whole, text):
        call(unet, text)
    memory = TextMemory(unet, max_bytes=whole.num_bytes // 2)
    for _ in range(2):
        with expecting(memory, text):
            remembered = call(unet, text)

    assert 0 < memory.num_bytes <= whole.num_bytes // 2
    assert torch.equal(remembered, call(unet, text))


def test_the_engine_reads_a_text_once_in_all_the_steps_of_a_request():
    engine = shared_engine()
    with reading(parts_of(engine).model.family._network) as names:
        engine.submit(some_params(num_inference_steps=12))
        run_dry(engine)

    assert len(names) == len(set(names))
