"""Tiny SDXL: a seeded model with two text encoders, in diffusers layout, built without a hub."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from diffusers import EulerDiscreteScheduler, StableDiffusionXLPipeline
from transformers import CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from engine.models.loading import quiet
from tests.support import tiny

if TYPE_CHECKING:
    from pathlib import Path

_EMBED = 8  # of each encoder
_LAYERS = 3
_TIME_EMBED = 4  # of each of the six numbers that say sizes


def build_tiny_sdxl(folder: Path, *, force_zeros: bool = True, unet: Any = None) -> Path:
    """Write an SDXL model of 32 pixels.

    Args:
        folder: Where to; made if it is not there.
        force_zeros: The model's ``force_zeros_for_empty_prompt``.
        unet: Configuration that differs from the plain UNet's.

    Returns:
        ``folder``.
    """
    with torch.random.fork_rng(), quiet():
        torch.manual_seed(2)
        tiny_xl_pipeline(unet or {}, force_zeros=force_zeros).save_pretrained(folder)
    return folder


def tiny_xl_pipeline(unet: dict[str, Any], *, force_zeros: bool) -> StableDiffusionXLPipeline:
    """Make the pipeline in memory, with whatever random numbers come."""
    return StableDiffusionXLPipeline(
        vae=tiny._kl_vae(),
        text_encoder=_text_encoder(CLIPTextModel),
        text_encoder_2=_text_encoder(CLIPTextModelWithProjection, projection_dim=_EMBED),
        tokenizer=tiny._tokenizer(),
        tokenizer_2=_tokenizer_padding_otherwise(),
        unet=_unet(unet),
        scheduler=EulerDiscreteScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1
        ),
        force_zeros_for_empty_prompt=force_zeros,
        add_watermarker=False,
    )


def _unet(changes: dict[str, Any]) -> Any:
    return tiny._unet(
        **{
            "cross_attention_dim": 2 * _EMBED,
            "use_linear_projection": True,
            "transformer_layers_per_block": (1, 2),
            "addition_embed_type": "text_time",
            "addition_time_embed_dim": _TIME_EMBED,
            "projection_class_embeddings_input_dim": 6 * _TIME_EMBED + _EMBED,
            **changes,
        }
    )


def _text_encoder(kind: Any, **changes: Any) -> Any:
    config = tiny._text_encoder().config
    config.update({"num_hidden_layers": _LAYERS, **changes})
    return kind(config).eval()


def _tokenizer_padding_otherwise() -> CLIPTokenizer:
    """Pad with ``!``, as the second tokenizer of SDXL does."""
    return CLIPTokenizer(
        vocab=tiny._vocabulary(), merges=[], pad_token="!", model_max_length=tiny._WINDOW
    )
