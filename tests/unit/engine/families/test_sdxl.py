"""StableDiffusionXL against diffusers' own encoding, and what is told apart from it."""

from __future__ import annotations

import pytest
import torch
from diffusers import StableDiffusionPipeline, StableDiffusionXLPipeline
from safetensors.torch import save_file

from engine.config import SafetySection
from engine.engine import Engine
from engine.errors import ModelUnusableError
from engine.families.choose import choose_family
from engine.models.loading import _single_file_class, components_of, load_folder, quiet
from engine.prompt_weights import parse_prompt
from tests.support.tiny_engines import parts_of
from tests.support.tiny_sdxl import build_tiny_sdxl

WINDOW = 77


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return build_tiny_sdxl(tmp_path_factory.mktemp("sdxl"))


@pytest.fixture(scope="module")
def pipe(folder):
    with quiet():
        return StableDiffusionXLPipeline.from_pretrained(folder, add_watermarker=False)


@pytest.fixture(scope="module")
def family(pipe):
    return choose_family(components_of(pipe))


@torch.inference_mode()
def encode(family, prompt, clip_skip=0):
    fragments = parse_prompt(prompt)
    encoded = family.encode([fragments], clip_skip, family.count_windows(fragments))[0]
    return encoded["encoder_hidden_states"], encoded["text_embeds"]


@torch.inference_mode()
def encode_prompt(pipe, prompt, **options):
    """Hidden and pooled states of the prompt, then of the negative prompt."""
    hidden, negative, pooled, negative_pooled = pipe.encode_prompt(prompt, device="cpu", **options)
    return (hidden, pooled), (negative, negative_pooled)


def test_a_neutral_prompt_of_any_length_that_fits_equals_diffusers_bit_for_bit(pipe, family):
    for length in range(1, WINDOW - 1, 5):
        prompt = ("appletrees" * 8)[:length]
        ours, (theirs, _) = encode(family, prompt), encode_prompt(pipe, prompt)
        assert [one.equal(other) for one, other in zip(ours, theirs, strict=True)] == [True] * 2


def test_clip_skip_counts_from_the_penultimate_layer_as_in_diffusers(pipe, family):
    ours, (theirs, _) = encode(family, "red", 1), encode_prompt(pipe, "red", clip_skip=1)

    assert ours[0].equal(theirs[0])
    assert not ours[0].equal(encode(family, "red")[0])
    assert family.max_clip_skip == 1


def test_no_negative_prompt_is_zeros_only_where_the_model_says_so(tmp_path, pipe, family):
    with quiet():
        plain = choose_family(
            load_folder(
                build_tiny_sdxl(tmp_path, force_zeros=False), torch.float32, lambda *_: None
            )
        )
    _, none = encode_prompt(pipe, "red", negative_prompt=None)
    _, empty = encode_prompt(pipe, "red", negative_prompt="")

    for ours, zeros in zip(encode(family, ""), none, strict=True):
        assert ours.equal(zeros)
        assert not zeros.any()
    for ours, theirs in zip(encode(plain, ""), empty, strict=True):
        assert ours.equal(theirs)


def test_no_negative_prompt_beside_a_long_one_stays_zeros(family):
    with torch.inference_mode():
        negative = family.encode([()], 0, 2)[0]

    assert negative["encoder_hidden_states"].shape == (1, 2 * WINDOW, 16)
    assert not negative["encoder_hidden_states"].any()


def test_weights_reach_both_encoders_and_leave_the_pooled_embedding_alone(family):
    (plain, pooled), (raised, raised_pooled) = (
        encode(family, prompt) for prompt in ("a red fox", "a (red:1.4) fox")
    )

    moved = (raised - plain).abs().amax(dim=1)[0]
    assert moved[:8].any()
    assert moved[8:].any()
    assert raised_pooled.equal(pooled)


def test_a_long_prompt_is_pooled_over_its_first_window(family):
    hidden, pooled = encode(family, "x " * 100)

    assert hidden.shape == (1, 2 * WINDOW, 16)
    assert pooled.equal(encode(family, "x " * 75)[1])


def test_a_picture_is_described_as_uncropped_and_of_its_own_size(family, pipe):
    encoded = family.encode([parse_prompt("red")], 0, 1)[0]

    ids = family.condition(encoded, width=24, height=56, guidance_scale=5.0)["time_ids"]

    theirs = pipe._get_add_time_ids((56, 24), (0, 0), (56, 24), torch.float32, 8)
    assert ids.equal(theirs)


def test_facts_of_the_model_are_those_of_sdxl(folder):
    engine = Engine.from_pretrained(str(folder), safety=SafetySection(enabled=False))

    assert engine.info.family == "sdxl"
    assert engine.info.default_guidance == 5.0
    assert engine.info.native_width == 32


def test_an_autoencoder_that_overflows_in_float16_is_kept_in_float32(folder):
    half, whole = (
        Engine.from_pretrained(str(folder), safety=SafetySection(enabled=False), dtype=dtype)
        for dtype in ("float16", "bfloat16")
    )

    assert parts_of(half).model.vae._vae.dtype == torch.float32
    assert parts_of(half).model.family._network.dtype == torch.float16
    assert parts_of(whole).model.vae._vae.dtype == torch.bfloat16


def test_a_refiner_is_refused_by_what_its_network_reads(tmp_path):
    refiner = {"projection_class_embeddings_input_dim": 5 * 4 + 8}
    components = load_folder(build_tiny_sdxl(tmp_path, unet=refiner), torch.float32, lambda *_: 0)

    with pytest.raises(ModelUnusableError):
        choose_family(components)


@pytest.mark.parametrize(
    ("tensor", "expected"),
    [
        ("conditioner.embedders.1.model.ln_final.weight", StableDiffusionXLPipeline),
        (
            "cond_stage_model.transformer.text_model.final_layer_norm.weight",
            StableDiffusionPipeline,
        ),
    ],
)
def test_a_single_file_is_told_by_its_tensors(tmp_path, tensor, expected):
    file = tmp_path / "model.safetensors"
    save_file({tensor: torch.zeros(1)}, file)

    assert _single_file_class(file, None) is expected


def test_a_single_file_with_configurations_is_told_by_them(tmp_path, folder):
    assert _single_file_class(tmp_path / "absent", folder) is StableDiffusionXLPipeline
    assert _single_file_class(tmp_path / "absent", tmp_path) is StableDiffusionPipeline
