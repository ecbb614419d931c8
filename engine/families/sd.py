"""Stable Diffusion 1.x and 2.x: one CLIP text encoder, a UNet, epsilon or v prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from typing_extensions import override

from engine.families.base import TEXT, Components, Conditioning, ModelFamily, with_masked
from engine.families.clip import ClipEncoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

    from engine.prompt_weights import Fragments


class StableDiffusion(ModelFamily):
    """The family of ``StableDiffusionPipeline``.

    Also UNets with ``addition_embed_type = "text"`` (they read the text embeddings themselves)
    and distilled ones that take guidance as an embedding (``time_cond_proj_dim``).
    """

    name = "sd"
    default_guidance = 7.5

    def __init__(self, components: Components) -> None:
        super().__init__(components)
        self._text = ClipEncoder(components.tokenizers[0], components.text_encoders[0])

    @property
    @override
    def is_guided_by_embedding(self) -> bool:
        return self._network.config.time_cond_proj_dim is not None

    @property
    @override
    def max_clip_skip(self) -> int:
        return self._text.max_clip_skip

    @override
    def count_windows(self, prompt: Fragments) -> int:
        return self._text.count_windows(prompt)

    @override
    def encode(
        self, prompts: Sequence[Fragments], clip_skip: int, num_windows: int
    ) -> list[Conditioning]:
        encoded = self._text.encode(prompts, clip_skip, num_windows)
        return [{TEXT: row.hidden} for row in encoded]

    @override
    def condition(
        self, encoded: Conditioning, *, width: int, height: int, guidance_scale: float
    ) -> Conditioning:
        if not self.is_guided_by_embedding:
            return encoded
        size = self._network.config.time_cond_proj_dim
        hidden = encoded[TEXT]
        embedding = guidance_embedding(guidance_scale, size).to(hidden)
        return {**encoded, "timestep_cond": embedding}

    @override
    def _call(
        self, network: Any, latents: Tensor, timesteps: Tensor, conditioning: Conditioning
    ) -> Tensor:
        output: Tensor = network(
            with_masked(latents, conditioning),
            timesteps,
            encoder_hidden_states=conditioning[TEXT],
            timestep_cond=conditioning.get("timestep_cond"),
            return_dict=False,
        )[0]
        return output


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
