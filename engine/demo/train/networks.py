"""The demo model's networks, new or warm, and its noise schedule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from diffusers import AutoencoderTiny, DDIMScheduler, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engine.demo.train.sizes import Size

CHANNELS_PER_HEAD = 32


def seeded(make: Callable[[], Any], seed: int) -> Any:
    """Make a network whose first weights depend on ``seed`` and nothing else."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)  # noqa: TID251  the fork gives the global state back
        return make()


def new_scheduler() -> Any:
    """Return the noise schedule: v-prediction on linear betas, which suits flat colours."""
    return DDIMScheduler(
        num_train_timesteps=1000,
        beta_schedule="linear",
        beta_start=1e-4,
        beta_end=0.02,
        prediction_type="v_prediction",
        timestep_spacing="trailing",
        steps_offset=1,
        clip_sample=False,
        set_alpha_to_one=True,
    )


def new_vae(size: Size) -> Any:
    """Return an untrained autoencoder."""
    widths = (size.vae_channels,) * len(size.encoder_blocks)
    return AutoencoderTiny(
        encoder_block_out_channels=widths,
        decoder_block_out_channels=widths,
        num_encoder_blocks=size.encoder_blocks,
        num_decoder_blocks=size.decoder_blocks,
        latent_channels=4,
    )


def new_text_encoder(size: Size, tokenizer: Any) -> Any:
    """Return an untrained text tower for ``tokenizer``."""
    config = CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=size.text_width,
        intermediate_size=size.text_width * 3,
        num_hidden_layers=size.text_layers,
        num_attention_heads=4,
        max_position_embeddings=tokenizer.model_max_length,
        hidden_act="gelu",
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        projection_dim=size.text_width,
        attention_dropout=0.0,
    )
    return CLIPTextModel(config)


def new_unet(size: Size) -> Any:
    """Return an untrained UNet: attention everywhere but on the largest level."""
    deeper = len(size.unet_channels) - 1
    return UNet2DConditionModel(
        sample_size=size.latent_side,
        in_channels=4,
        out_channels=4,
        block_out_channels=size.unet_channels,
        layers_per_block=1,
        down_block_types=("DownBlock2D",) + ("CrossAttnDownBlock2D",) * deeper,
        up_block_types=("CrossAttnUpBlock2D",) * deeper + ("UpBlock2D",),
        cross_attention_dim=size.text_width,
        attention_head_dim=tuple(max(1, c // CHANNELS_PER_HEAD) for c in size.unet_channels),
        norm_num_groups=16,
        use_linear_projection=True,
        addition_embed_type="text",
        addition_embed_type_num_heads=8,
    )


def load(kind: str, folder: Path) -> Any:
    """Load one component of a pipeline folder in float32.

    Args:
        kind: The component's name in ``model_index.json``, as "unet".
        folder: The pipeline folder.
    """
    if kind == "tokenizer":
        return CLIPTokenizer.from_pretrained(folder / kind)
    makers = {
        "vae": AutoencoderTiny,
        "unet": UNet2DConditionModel,
        "text_encoder": CLIPTextModel,
    }
    return makers[kind].from_pretrained(folder / kind, dtype=torch.float32)
