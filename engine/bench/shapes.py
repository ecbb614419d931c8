"""Pipelines of the usual shapes with random weights: as fast as real ones, nothing fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from diffusers import (
    AutoencoderKL,
    DDIMScheduler,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    CLIPTokenizer,
)

from engine.demo import WEIGHTS
from engine.demo.train.networks import seeded
from engine.models.loading import quiet

if TYPE_CHECKING:
    from collections.abc import Callable

    import torch

_VOCABULARY: Final = 49408
_DOWN: Final = "CrossAttnDownBlock2D"
_UP: Final = "CrossAttnUpBlock2D"

SD15_UNET: Final[dict[str, Any]] = {
    "sample_size": 64,
    "block_out_channels": (320, 640, 1280, 1280),
    "down_block_types": (_DOWN, _DOWN, _DOWN, "DownBlock2D"),
    "up_block_types": ("UpBlock2D", _UP, _UP, _UP),
    "cross_attention_dim": 768,
    "attention_head_dim": 8,
}
SDXL_UNET: Final[dict[str, Any]] = {
    "sample_size": 128,
    "block_out_channels": (320, 640, 1280),
    "down_block_types": ("DownBlock2D", _DOWN, _DOWN),
    "up_block_types": (_UP, _UP, "UpBlock2D"),
    "cross_attention_dim": 2048,
    "attention_head_dim": (5, 10, 20),
    "transformer_layers_per_block": (1, 2, 10),
    "use_linear_projection": True,
    "addition_embed_type": "text_time",
    "addition_time_embed_dim": 256,
    "projection_class_embeddings_input_dim": 2816,
}
_TINY_WIDTHS: Final = {
    "sample_size": 8,
    "attention_head_dim": 2,
    "cross_attention_dim": 32,
    "norm_num_groups": 8,
    "layers_per_block": 1,
}
_TINY: Final[dict[str, dict[str, Any]]] = {
    "sd15": {**_TINY_WIDTHS, "block_out_channels": (8, 16, 16, 16)},
    "sdxl": {
        **_TINY_WIDTHS,
        "block_out_channels": (8, 16, 16),
        "transformer_layers_per_block": 1,
        "cross_attention_dim": 64,
        "addition_time_embed_dim": 8,
        "projection_class_embeddings_input_dim": 80,
    },
}
_VAE: Final[dict[str, Any]] = {
    "block_out_channels": (128, 256, 512, 512),
    "down_block_types": ("DownEncoderBlock2D",) * 4,
    "up_block_types": ("UpDecoderBlock2D",) * 4,
    "layers_per_block": 2,
    "latent_channels": 4,
    "force_upcast": False,  # the engine would widen it to float32, which diffusers cannot draw with
}
_TINY_VAE: Final = {"block_out_channels": (8, 8, 8, 8), "norm_num_groups": 4, "layers_per_block": 1}
_CLIP_L: Final = {
    "hidden_size": 768,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 3072,
    "projection_dim": 768,
}
_CLIP_G: Final = {
    "hidden_size": 1280,
    "num_hidden_layers": 32,
    "num_attention_heads": 20,
    "intermediate_size": 5120,
    "projection_dim": 1280,
    "hidden_act": "gelu",
}
_TINY_CLIP: Final = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 64,
    "projection_dim": 32,
}


def sd15(device: torch.device, dtype: torch.dtype, *, is_tiny: bool) -> Any:
    """Build a pipeline with the networks of Stable Diffusion 1.5, untrained."""
    with quiet():
        return StableDiffusionPipeline(
            vae=_vae(device, dtype, is_tiny=is_tiny),
            text_encoder=_encoder(CLIPTextModel, _CLIP_L, device, dtype, is_tiny=is_tiny),
            tokenizer=_tokenizer(),
            unet=_unet("sd15", SD15_UNET, device, dtype, is_tiny=is_tiny),
            scheduler=_scheduler(),
            safety_checker=None,
            feature_extractor=None,
            requires_safety_checker=False,
        )


def sdxl(device: torch.device, dtype: torch.dtype, *, is_tiny: bool) -> Any:
    """Build a pipeline with the networks of Stable Diffusion XL, untrained."""
    second = CLIPTextModelWithProjection
    with quiet():
        return StableDiffusionXLPipeline(
            vae=_vae(device, dtype, is_tiny=is_tiny),
            text_encoder=_encoder(CLIPTextModel, _CLIP_L, device, dtype, is_tiny=is_tiny),
            text_encoder_2=_encoder(second, _CLIP_G, device, dtype, is_tiny=is_tiny),
            tokenizer=_tokenizer(),
            tokenizer_2=_tokenizer(),
            unet=_unet("sdxl", SDXL_UNET, device, dtype, is_tiny=is_tiny),
            scheduler=_scheduler(),
            add_watermarker=False,
        )


def _unet(
    name: str, config: dict[str, Any], device: torch.device, dtype: torch.dtype, *, is_tiny: bool
) -> Any:
    settings = {**config, **(_TINY[name] if is_tiny else {})}
    return _made(lambda: UNet2DConditionModel(**settings), device, dtype)


def _vae(device: torch.device, dtype: torch.dtype, *, is_tiny: bool) -> Any:
    settings = {**_VAE, **(_TINY_VAE if is_tiny else {})}
    return _made(lambda: AutoencoderKL(**settings), device, dtype)


def _encoder(
    kind: Any, config: dict[str, Any], device: torch.device, dtype: torch.dtype, *, is_tiny: bool
) -> Any:
    settings = CLIPTextConfig(
        vocab_size=_VOCABULARY, max_position_embeddings=77, **(_TINY_CLIP if is_tiny else config)
    )
    return _made(lambda: kind(settings), device, dtype)


def _made(make: Callable[[], Any], device: torch.device, dtype: torch.dtype) -> Any:
    """Make a network on its device, where random weights are drawn fastest."""
    with device:
        network = seeded(make, 0)
    return network.to(dtype).eval()


def _tokenizer() -> Any:
    return CLIPTokenizer.from_pretrained(
        WEIGHTS / "tokenizer", model_max_length=77, local_files_only=True
    )


def _scheduler() -> Any:
    return DDIMScheduler(
        beta_start=0.00085,
        beta_end=0.012,
        beta_schedule="scaled_linear",
        clip_sample=False,
        steps_offset=1,
        set_alpha_to_one=False,
    )
