"""PromptEncoder: texts read, encoded in batches and remembered."""

from __future__ import annotations

import pytest
import torch

from engine.config import SafetySection
from engine.engine import Engine
from engine.errors import InvalidParameterError, PromptTooComplexError
from engine.families.choose import choose_family
from engine.models.loading import load_folder, quiet
from engine.params import GenerationParams
from engine.prompt_weights import parse_prompt
from engine.prompts import Prompt, PromptEncoder
from tests.support.tiny import build_tiny_sd

LONG = "a red fox in the snow, " * 5  # the tiny tokenizer makes one token of each letter


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return build_tiny_sd(tmp_path_factory.mktemp("prompts"), classifier=None)


@pytest.fixture(scope="module")
def family(folder):
    with quiet():
        return choose_family(load_folder(folder, torch.float32, lambda *_: None))


@pytest.fixture(scope="module")
def engine(folder):
    safety = SafetySection(enabled=False)
    return Engine.from_pretrained(str(folder), safety=safety, deterministic=True, max_batch_rows=4)


@pytest.fixture
def encoder(family):
    return PromptEncoder(family, max_batch=2, max_kept=4)


@pytest.fixture
def batches(family):
    """Sizes of the text encoder's runs."""
    sizes = []
    text_encoder = family._components.text_encoders[0]
    hook = text_encoder.register_forward_hook(lambda _, __, out: sizes.append(len(out[0])))
    yield sizes
    hook.remove()


def some_params(**changes):
    return GenerationParams(**{"prompt": "a red fox", "num_inference_steps": 3, **changes})


def prompts_of(*texts, **options):
    return [Prompt(parse_prompt(text), **options) for text in texts]


@torch.inference_mode()
def encode(encoder, prompts):
    return encoder.encode(prompts)


def test_new_prompts_share_runs_of_the_encoder(encoder, batches):
    encode(encoder, prompts_of("a", "b", "c"))

    assert batches == [2, 1]


def test_a_prompt_is_encoded_once_while_it_is_remembered(encoder, batches):
    first = encode(encoder, prompts_of("a", "a"))
    again = encode(encoder, prompts_of("a"))

    assert batches == [1]
    assert first == again


def test_the_longest_unused_prompt_is_forgotten_first(encoder, batches):
    for text in "abcdae":  # the fifth needs the place of b, since a was used again
        encode(encoder, prompts_of(text))
    del batches[:]
    encode(encoder, prompts_of("a", "c", "d", "e"))

    assert batches == []


def test_long_prompts_take_as_many_places_as_they_have_windows(encoder, batches):
    encode(encoder, prompts_of("a", "b"))
    encode(encoder, prompts_of("c", num_windows=3))
    del batches[:]
    encode(encoder, prompts_of("b"))

    assert batches == []
    assert len(encode(encoder, prompts_of("a"))) == len(batches) == 1


def test_spellings_of_one_prompt_are_one_prompt(encoder):
    assert len(encode(encoder, prompts_of("(red:1.1)", "(red)", "([(red)])"))) == 1


def test_both_texts_of_a_guided_request_fill_equally_many_windows(encoder):
    long_prompt = encoder.plan(some_params(prompt=LONG), is_guided=True)
    long_negative = encoder.plan(some_params(negative_prompt=LONG), is_guided=True)

    assert [prompt.num_windows for prompt in long_prompt] == [2, 2]
    assert [prompt.num_windows for prompt in long_negative] == [2, 2]


def test_an_unguided_request_has_no_negative_prompt(encoder):
    planned = encoder.plan(some_params(negative_prompt=LONG), is_guided=False)

    assert planned == (Prompt(parse_prompt("a red fox")),)


def test_clip_skip_leaves_the_negative_prompt_alone(encoder):
    planned = encoder.plan(some_params(clip_skip=1), is_guided=True)

    assert [prompt.clip_skip for prompt in planned] == [1, 0]


def test_a_clip_skip_that_leaves_no_layer_is_refused(encoder):
    with pytest.raises(InvalidParameterError) as caught:
        encoder.plan(some_params(clip_skip=2), is_guided=True)

    assert caught.value.parameter == "clip_skip"


def test_a_prompt_too_complex_is_refused_before_anything_is_encoded(engine):
    with pytest.raises(PromptTooComplexError):
        engine.submit(some_params(prompt="(" * 10_000 + "x" + ")" * 10_000))

    assert not engine.has_work


def test_pictures_of_long_and_weighted_prompts_do_not_depend_on_company(engine):
    """Bit for bit: rows of another context length must not lengthen their neighbours."""
    several = [
        some_params(),
        some_params(prompt=LONG, seed=1),
        some_params(prompt="a (red:1.4) [fox]", seed=2),
        some_params(negative_prompt=LONG * 2, seed=3),
    ]

    together = engine.generate_all(several, output_type="latent")
    alone = [engine.generate(params, output_type="latent") for params in several]

    for one, other in zip(together, alone, strict=True):
        assert one.latents.equal(other.latents)


def test_a_weight_changes_the_picture(engine):
    plain, raised = (
        engine.generate(some_params(prompt=prompt), output_type="latent").latents
        for prompt in ("a red fox", "a (red:1.5) fox")
    )

    assert not plain.equal(raised)
