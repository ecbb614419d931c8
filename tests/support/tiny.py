"""Tiny: seeded models of a few thousand weights in diffusers layout, tokenizer included.

Nothing is downloaded and nothing is stubbed: every part is of the class that a full-sized model
uses, so the engine and diffusers load the same folder.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

import torch
from diffusers import AutoencoderKL, AutoencoderTiny, DDIMScheduler, UNet2DConditionModel
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
from transformers import CLIPConfig, CLIPTextConfig, CLIPTextModel, CLIPTokenizer
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

from engine.models.loading import quiet

if TYPE_CHECKING:
    from pathlib import Path

Verdicts = Literal["never", "always"]

NATIVE_SIDE = 32  # pixels: latents of 16 at two pixels each
_EMBED = 8
_WINDOW = 77
_THRESHOLDS = {"never": 2.0, "always": -2.0}  # cosines lie between -1 and 1


def build_tiny_sd(
    folder: Path,
    *,
    prediction_type: str = "epsilon",
    classifier: Verdicts | None = "never",
    vae: Literal["kl", "tiny"] = "kl",
    unet: dict[str, Any] | None = None,
) -> Path:
    """Write a Stable Diffusion model of 32 pixels.

    Args:
        folder: Where to; made if it is not there.
        prediction_type: ``epsilon`` or ``v_prediction``.
        classifier: One that flags ``never`` or ``always``, or none at all.
        vae: ``kl`` for an ``AutoencoderKL``, ``tiny`` for an ``AutoencoderTiny``.
        unet: Configuration that differs from the plain UNet's.

    Returns:
        ``folder``.
    """
    with torch.random.fork_rng(), quiet():
        torch.manual_seed(0)
        parts = {
            "unet": _unet(**(unet or {})),
            "vae": _kl_vae() if vae == "kl" else tiny_vae(),
            "text_encoder": _text_encoder(),
            "tokenizer": _tokenizer(),
            "scheduler": _scheduler(prediction_type),
        }
        for name, part in parts.items():
            part.save_pretrained(folder / name)
        if classifier:
            build_tiny_classifier(folder, classifier)
            parts |= {"safety_checker": StableDiffusionSafetyChecker}
    (folder / "model_index.json").write_text(json.dumps(_index(parts)))
    return folder


def build_tiny_classifier(folder: Path, verdicts: Verdicts) -> Path:
    """Write a classifier, real in every weight, whose thresholds decide all its verdicts.

    Returns:
        ``folder``, holding ``safety_checker`` and ``feature_extractor``.
    """
    with torch.random.fork_rng(), quiet():
        torch.manual_seed(1)
        checker = StableDiffusionSafetyChecker(_classifier_config())
        for parameter in (checker.concept_embeds, checker.special_care_embeds):
            torch.nn.init.normal_(parameter.data)
        checker.special_care_embeds_weights.data.fill_(_THRESHOLDS["never"])
        checker.concept_embeds_weights.data.fill_(_THRESHOLDS["never"])
        checker.concept_embeds_weights.data[0] = _THRESHOLDS[verdicts]
        checker.save_pretrained(folder / "safety_checker")
        size = {"height": NATIVE_SIDE, "width": NATIVE_SIDE}
        CLIPImageProcessorPil(size={"shortest_edge": NATIVE_SIDE}, crop_size=size).save_pretrained(
            folder / "feature_extractor"
        )
    return folder


def _unet(**changes: Any) -> UNet2DConditionModel:
    config = {
        "sample_size": NATIVE_SIDE // 2,
        "in_channels": 4,
        "out_channels": 4,
        "block_out_channels": (4, 8),
        "layers_per_block": 1,
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
        "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
        "cross_attention_dim": _EMBED,
        "attention_head_dim": 4,
        "norm_num_groups": 2,
    }
    return UNet2DConditionModel(**{**config, **changes})


def _kl_vae() -> AutoencoderKL:
    return AutoencoderKL(
        block_out_channels=[4, 8],
        down_block_types=["DownEncoderBlock2D"] * 2,
        up_block_types=["UpDecoderBlock2D"] * 2,
        latent_channels=4,
        norm_num_groups=2,
    )


def tiny_vae(latent_channels: int = 4) -> AutoencoderTiny:
    """Make an ``AutoencoderTiny`` of two blocks."""
    return AutoencoderTiny(
        latent_channels=latent_channels,
        encoder_block_out_channels=(4, 4),
        decoder_block_out_channels=(4, 4),
        num_encoder_blocks=(1, 1),
        num_decoder_blocks=(1, 1),
    )


def _text_encoder() -> CLIPTextModel:
    size = len(_vocabulary())
    config = CLIPTextConfig(
        vocab_size=size,
        hidden_size=_EMBED,
        intermediate_size=2 * _EMBED,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=_WINDOW,
        bos_token_id=size - 2,
        eos_token_id=size - 1,
        pad_token_id=size - 1,
    )
    return CLIPTextModel(config)


def _tokenizer() -> CLIPTokenizer:
    return CLIPTokenizer(vocab=_vocabulary(), merges=[], model_max_length=_WINDOW)


def _vocabulary() -> dict[str, int]:
    """Every byte, inside and at the end of a word, in CLIP's own order."""
    letters = [chr(code) for code in (*range(33, 127), *range(161, 173), *range(174, 324))]
    words = [*letters, *(f"{letter}</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    return {word: place for place, word in enumerate(words)}


def _scheduler(prediction_type: str) -> DDIMScheduler:
    return DDIMScheduler(
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        clip_sample=False,
        set_alpha_to_one=False,
        steps_offset=1,
        prediction_type=prediction_type,
    )


def _classifier_config() -> CLIPConfig:
    tower = {
        "hidden_size": _EMBED,
        "intermediate_size": _EMBED,
        "num_hidden_layers": 1,
        "num_attention_heads": 1,
        "projection_dim": _EMBED,
    }
    return CLIPConfig(
        text_config={**tower, "vocab_size": 8, "bos_token_id": 0, "eos_token_id": 1},
        vision_config={**tower, "image_size": NATIVE_SIDE, "patch_size": NATIVE_SIDE // 2},
        projection_dim=_EMBED,
    )


def _index(parts: dict[str, Any]) -> dict[str, Any]:
    index: dict[str, Any] = {"_class_name": "StableDiffusionPipeline"}
    for name, part in parts.items():
        kind = part if isinstance(part, type) else type(part)
        library = kind.__module__.partition(".")[0]
        index[name] = [library, kind.__name__]
    if "safety_checker" in parts:
        index["safety_checker"] = ["stable_diffusion", "StableDiffusionSafetyChecker"]
        index["feature_extractor"] = ["transformers", "CLIPImageProcessorPil"]
    return index
