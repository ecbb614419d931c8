"""Stable Diffusion XL: two CLIP text encoders, pooled embeddings, sizes as an input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import torch
from typing_extensions import override

from engine.families.base import TEXT, Components, Conditioning, ModelFamily, with_masked
from engine.families.clip import ClipEncoder, Encoded
from engine.families.sd import guidance_embedding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from torch import Tensor

    from engine.prompt_weights import Fragments


NUM_TIME_IDS: Final = 6  # height and width of the original, top and left of the crop, target


class StableDiffusionXL(ModelFamily):
    """The family of ``StableDiffusionXLPipeline``, without its refiner.

    Both encoders give their penultimate layer; the second one's projection is the pooled
    embedding. Every picture is described as uncropped and of the size that it is drawn in.
    """

    name = "sdxl"
    default_guidance = 5.0
    needs_float_vae = True

    def __init__(self, components: Components) -> None:
        super().__init__(components)
        pairs = zip(components.tokenizers, components.text_encoders, strict=True)
        self._texts = [ClipEncoder(*pair, is_penultimate=True) for pair in pairs]
        self._zeroes_empty = bool(components.settings.get("force_zeros_for_empty_prompt", True))

    @property
    @override
    def is_guided_by_embedding(self) -> bool:
        return self._network.config.time_cond_proj_dim is not None

    @property
    @override
    def max_clip_skip(self) -> int:
        return min(text.max_clip_skip for text in self._texts)

    @override
    def count_windows(self, prompt: Fragments) -> int:
        return max(text.count_windows(prompt) for text in self._texts)

    @override
    def encode(
        self, prompts: Sequence[Fragments], clip_skip: int, num_windows: int
    ) -> list[Conditioning]:
        """Encode prompts; an empty one (no negative prompt) is all zeros where the model says so.

        Diffusers does so for ``negative_prompt=None``, and only the negative one can be empty.
        """
        first, second = (text.encode(prompts, clip_skip, num_windows) for text in self._texts)
        rows = [_join(*pair) for pair in zip(first, second, strict=True)]
        return [
            row if prompt or not self._zeroes_empty else _zeros_like(row)
            for prompt, row in zip(prompts, rows, strict=True)
        ]

    @override
    def condition(
        self, encoded: Conditioning, *, width: int, height: int, guidance_scale: float
    ) -> Conditioning:
        hidden = encoded[TEXT]
        original, crop, target = (height, width), (0, 0), (height, width)
        sizes = [float(value) for value in original + crop + target]
        added = {"time_ids": torch.tensor([sizes], device=hidden.device)}
        if self.is_guided_by_embedding:
            size = self._network.config.time_cond_proj_dim
            added["timestep_cond"] = guidance_embedding(guidance_scale, size).to(hidden)
        return {**encoded, **added}

    @override
    def _call(
        self, network: Any, latents: Tensor, timesteps: Tensor, conditioning: Conditioning
    ) -> Tensor:
        output: Tensor = network(
            with_masked(latents, conditioning),
            timesteps,
            encoder_hidden_states=conditioning[TEXT],
            timestep_cond=conditioning.get("timestep_cond"),
            added_cond_kwargs={name: conditioning[name] for name in ("text_embeds", "time_ids")},
            return_dict=False,
        )[0]
        return output


def is_xl(network: Any, text_encoders: Sequence[Any]) -> bool:
    """Whether a UNet takes what this family gives; the refiner, for one, takes other numbers."""
    config = network.config
    # The network reads the pooled embedding and NUM_TIME_IDS embedded numbers side by side.
    if config.addition_embed_type != "text_time" or len(text_encoders) == 1:
        return False
    if not hasattr(text_encoders[1], "text_projection"):
        return False
    taken: int = (
        config.projection_class_embeddings_input_dim - config.addition_time_embed_dim * NUM_TIME_IDS
    )
    return bool(taken == text_encoders[1].config.projection_dim)


def _join(first: Encoded, second: Encoded) -> Conditioning:
    hidden = torch.cat([first.hidden, second.hidden.to(first.hidden)], dim=-1)
    return {TEXT: hidden, "text_embeds": second.pooled}


def _zeros_like(row: Conditioning) -> Conditioning:
    return {name: torch.zeros_like(value) for name, value in row.items()}
