"""LoadedModel: a model in memory with everything the loop needs to draw with it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.params import SIZE_MULTIPLE

if TYPE_CHECKING:
    import torch

    from engine.families.base import ModelFamily
    from engine.protocol import ModelInfo
    from engine.safety.screen import Screen
    from engine.sampler_table import SamplerTables
    from engine.vae import Autoencoder


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """One model.

    Attributes:
        info: Its facts, as the bot sees them.
        family: Its network and text encoders.
        vae: Its autoencoder.
        tables: Sampler tables on its noise schedule.
        screen: Who judges its pictures.
        device: Where the network runs.
        dtype: In which the network computes.
        num_bytes: Memory that its weights take.
        preview_vae: A tiny autoencoder that the model brings for previews, or None.
    """

    info: ModelInfo
    family: ModelFamily
    vae: Autoencoder
    tables: SamplerTables
    screen: Screen
    device: torch.device
    dtype: torch.dtype
    num_bytes: int = 0
    preview_vae: Autoencoder | None = None

    @property
    def native_latent_area(self) -> int:
        """Height times width of the native latents."""
        scale = self.vae.scale_factor
        return (self.info.native_width // scale) * (self.info.native_height // scale)

    @property
    def size_multiple(self) -> int:
        """What sides of pictures are multiples of; pixels."""
        return math.lcm(SIZE_MULTIPLE, self.vae.scale_factor)
