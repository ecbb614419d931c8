"""What cross attention makes of a text is made once for as long as it is the same text."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
import torch

from engine.calls import traced
from engine.calls.text_memory import TextMemory
from tests.support.tiny import _unet
from tests.support.tiny_engines import fresh_engine, parts_of, run_dry, some_params


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


def call(unet, text):
    latents = torch.randn(2, 4, 8, 8, generator=torch.Generator().manual_seed(0))
    times = torch.tensor([500.0, 20.0])
    return unet(latents, times, encoder_hidden_states=text, return_dict=False)[0]


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


def test_what_was_read_answers_bit_for_bit_as_reading_again(unet):
    memory, text = TextMemory(unet), a_text(unet)
    kept = memory.read(text)
    with reading(unet) as names, memory.given(kept):
        answer = call(unet, torch.zeros_like(text))

    assert not names
    assert torch.equal(answer, call(unet, text))


def test_a_text_is_read_once_by_every_layer(unet):
    memory, text = TextMemory(unet), a_text(unet)
    with reading(unet) as names:
        for _ in range(3):
            memory.read(text)

    assert len(names) == len(set(names)) == len(memory.read(text))


def test_another_tensor_is_another_text(unet):
    memory = TextMemory(unet)
    first, second = memory.read(a_text(unet)), memory.read(a_text(unet, seed=1))

    assert not torch.equal(first[0], second[0])


def test_a_text_that_cannot_be_read_is_not_remembered(unet):
    memory, text = TextMemory(unet), a_text(unet)
    kept = memory.read(text)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            memory.read(text[:, :, :1])

    assert all(map(torch.equal, memory.read(text), kept))


def test_the_engine_reads_a_text_once_in_all_the_steps_of_a_request(monkeypatch):
    monkeypatch.setattr(traced, "PATIENCE", 0)
    engine = fresh_engine()
    engine.submit(some_params(num_inference_steps=2))  # traced meanwhile
    run_dry(engine)
    with reading(parts_of(engine).model.family.network) as names:
        engine.submit(some_params(prompt="a blue hare", num_inference_steps=12))
        run_dry(engine)
    engine.close()

    assert len(names) == len(set(names)) > 0
