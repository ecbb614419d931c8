"""Stable Diffusion 1.x and 2.x: one CLIP text encoder, a UNet, epsilon or v prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from typing_extensions import override

from engine.families.base import Conditioning, ModelFamily

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor


class StableDiffusion(ModelFamily):
    """The family of ``StableDiffusionPipeline``.

    Also UNets with ``addition_embed_type = "text"`` (they read the text embeddings themselves)
    and distilled ones that take guidance as an embedding (``time_cond_proj_dim``).
    """

    name = "sd"
    default_guidance = 7.5

    @property
    @override
    def is_guided_by_embedding(self) -> bool:
        return self._network.config.time_cond_proj_dim is not None

    @override
    def encode(self, texts: Sequence[str], clip_skip: int) -> list[Conditioning]:
        tokenizer, encoder = self._components.tokenizers[0], self._components.text_encoders[0]
        tokens = tokenize(tokenizer, texts)
        hidden = encode_clip(encoder, tokens, clip_skip)
        return [{"encoder_hidden_states": row[None]} for row in hidden]

    @override
    def condition(
        self, encoded: Conditioning, *, width: int, height: int, guidance_scale: float
    ) -> Conditioning:
        if not self.is_guided_by_embedding:
            return encoded
        size = self._network.config.time_cond_proj_dim
        hidden = encoded["encoder_hidden_states"]
        embedding = guidance_embedding(guidance_scale, size).to(hidden)
        return {**encoded, "timestep_cond": embedding}

    @override
    def denoise(self, latents: Tensor, timesteps: Tensor, conditioning: Conditioning) -> Tensor:
        output: Tensor = self._network(
            latents,
            timesteps,
            encoder_hidden_states=conditioning["encoder_hidden_states"],
            timestep_cond=conditioning.get("timestep_cond"),
            return_dict=False,
        )[0]
        return output


def tokenize(tokenizer: Any, texts: Sequence[str]) -> Any:
    """Turn texts into token ids, padded to the encoder's window; int64 [B, L]."""
    return tokenizer(
        list(texts),
        padding="max_length",
        max_length=tokenizer.model_max_length,
        truncation=True,
        return_tensors="pt",
    )


def encode_clip(encoder: Any, tokens: Any, clip_skip: int) -> Tensor:
    """Run a CLIP text encoder as ``StableDiffusionPipeline.encode_prompt`` does.

    Args:
        encoder: A ``CLIPTextModel``.
        tokens: As ``tokenize`` returns them.
        clip_skip: How many of the last layers to leave out.

    Returns:
        The encoder's dtype, [B, L, D].
    """
    ids = tokens.input_ids.to(encoder.device)
    uses_mask = getattr(encoder.config, "use_attention_mask", False)
    mask = tokens.attention_mask.to(encoder.device) if uses_mask else None
    if not clip_skip:
        plain: Tensor = encoder(ids, attention_mask=mask)[0]
        return plain
    states = encoder(ids, attention_mask=mask, output_hidden_states=True).hidden_states
    skipped: Tensor = encoder.text_model.final_layer_norm(states[-(clip_skip + 1)])
    return skipped


def guidance_embedding(guidance_scale: float, size: int) -> Tensor:
    """Embed a guidance scale for distilled networks; float32 [1, size].

    Source: Meng et al. 2023, arXiv:2210.03142; the same sinusoids as
    ``StableDiffusionPipeline.get_guidance_scale_embedding``.
    """
    scaled = torch.tensor([guidance_scale - 1.0]) * 1000.0
    half = size // 2
    frequencies = torch.exp(
        torch.arange(half, dtype=torch.float32) * -(torch.log(torch.tensor(10000.0)) / (half - 1))
    )
    angles = scaled[:, None] * frequencies[None]
    embedding = torch.cat([angles.sin(), angles.cos()], dim=1)
    return torch.nn.functional.pad(embedding, (0, size % 2))
